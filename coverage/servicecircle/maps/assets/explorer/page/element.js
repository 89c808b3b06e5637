/**
 * Build an element. Text is only ever set as text, so no name can become markup.
 *
 * @param {string} tag
 * @param {Object<string, *>} [properties] Attributes; `class` for classes, `on...` for
 *   listeners, `data-...` and `aria-...` as in HTML. False or null leaves one out.
 * @param {string|Array<Node|string|null>} [content] Text, or children.
 * @returns {HTMLElement}
 */
ServiceCircle.page.element = function (tag, properties = {}, content = []) {
  const element = document.createElement(tag);
  Object.entries(properties).forEach(([name, value]) => {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? "" : value);
    }
  });
  const children = Array.isArray(content) ? content : [content];
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
};

/** A button with words, or with a sign that words explain. */
ServiceCircle.page.button = function (words, press, { sign = "", ...properties } = {}) {
  const hint = sign ? { "aria-label": words, title: words } : {};
  return ServiceCircle.page.element(
    "button",
    { type: "button", onclick: press, ...hint, ...properties },
    sign || words
  );
};

/** A menu with a label; `entries` are [value, words]. */
ServiceCircle.page.menu = function (id, label, entries, chosen, choose) {
  const { element } = ServiceCircle.page;
  const select = element(
    "select",
    { id, onchange: () => choose(select.value) },
    entries.map(([value, words]) => element("option", { value }, words))
  );
  select.value = String(chosen);
  return element("label", { class: "sc-menu" }, [element("span", {}, label), select]);
};

/** A box to tick. */
ServiceCircle.page.tick = function (id, label, ticked, change, sign = null) {
  const { element } = ServiceCircle.page;
  const box = element("input", {
    type: "checkbox",
    id,
    checked: ticked,
    onchange: () => change(box.checked),
  });
  return element("label", { class: "sc-tick" }, [box, sign, element("span", {}, label)]);
};
