/**
 * Search by code or name.
 *
 * @param {Context} context
 * @returns {Part}
 */
ServiceCircle.page.searchBox = function ({ model, word, goTo }) {
  const { element } = ServiceCircle.page;
  const LIMIT = 8;
  const results = element("ul", { id: "sc-found", role: "listbox", hidden: true });
  const input = element("input", {
    type: "search",
    id: "sc-search",
    placeholder: word("search"),
    "aria-label": word("search"),
    "aria-controls": "sc-found",
    "aria-expanded": "false",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
  });
  let marked = -1;

  const kindOf = ({ kind, level }) =>
    kind === "unit" ? model.levels[level].label || word(model.levels[level].key, model.levels[level].key) : word(kind);

  const close = function () {
    results.hidden = true;
    marked = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const take = function (found) {
    input.value = "";
    close();
    input.blur();
    goTo({ kind: found.kind, index: found.index, level: found.level });
  };

  const mark = function (position) {
    const options = [...results.querySelectorAll("[role=option]")];
    marked = options.length ? (position + options.length) % options.length : -1;
    options.forEach((option, i) => option.setAttribute("aria-selected", i === marked));
    if (marked >= 0) {
      input.setAttribute("aria-activedescendant", options[marked].id);
    }
  };

  const search = function () {
    const text = input.value.trim();
    if (!text) {
      close();
      return;
    }
    const all = ServiceCircle.model.search(model, text, LIMIT);
    const rows = all.map((found, i) =>
      element(
        "li",
        {
          role: "option",
          id: `sc-found-${i}`,
          onmousedown: (event) => event.preventDefault(),
          onclick: () => take(found),
        },
        [
          element("b", {}, found.name || found.id),
          element("small", {}, `${kindOf(found)}${found.name ? ` · ${found.id}` : ""}`),
        ]
      )
    );
    if (!rows.length) {
      rows.push(element("li", { class: "sc-none" }, word("search_none")));
    }
    results.replaceChildren(...rows);
    results.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(0);
  };

  input.addEventListener("input", search);
  input.addEventListener("focus", search);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const options = results.querySelectorAll("[role=option]");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(marked + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && options[marked]) {
      options[marked].click();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      input.value = "";
      close();
    }
  });
  const box = element("div", { class: "sc-search", role: "search" }, [input, results]);
  return { element: box, refresh() {}, concerns: [] };
};
