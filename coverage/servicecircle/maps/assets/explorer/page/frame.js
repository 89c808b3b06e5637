{
  /**
   * A part of the page.
   *
   * @typedef {object} Part
   * @property {?HTMLElement} element
   * @property {function(Set<string>): void} refresh Show what is chosen now.
   * @property {string[]} concerns What it shows, by the names in the store.
   */

  /** The title, the language and the printer. */
  const top = function (context) {
    const { model, store, word } = context;
    const { element, button } = ServiceCircle.page;
    const other = () =>
      store.set({ language: store.state.language === "en" ? "zh" : "en" });
    const paper = element(
      "select",
      { id: "sc-paper", "aria-label": word("print_paper") },
      ["A4", "A3"].map((name) => element("option", { value: name }, name))
    );
    paper.value = context.paper;
    paper.addEventListener("change", () => {
      context.paper = paper.value;
    });
    return element("header", { class: "sc-top" }, [
      element("h1", { title: model.page.title }, model.page.title),
      element("div", { class: "sc-tools" }, [
        button(word("language"), other, {
          id: "sc-language",
          title: word("language_hint"),
          "aria-label": word("language_hint"),
        }),
        button(word("print"), () => window.print(), { id: "sc-print", title: word("print_hint") }),
        paper,
      ]),
    ]);
  };

  /** Where the data come from, and what the law wants said of a published map. */
  const about = function ({ model, word }) {
    const { element, factList, fill } = ServiceCircle.page;
    const { publish, attribution } = model.page;
    const parts = attribution.map((line) => element("p", {}, line));
    if (publish) {
      const slots = ["approval_number", "source", "made_by", "made_on", "data_until"];
      parts.push(factList(word, slots.map((slot) => [slot, publish[slot] || "–"])));
      parts.push(
        element("p", {}, fill(word("suppressed"), { count: publish.suppress_below }))
      );
    }
    return element("footer", { class: "sc-about" }, parts);
  };

  /** On paper: what the menus say. */
  const printed = function ({ model, look, store, word }) {
    const { element, factList } = ServiceCircle.page;
    const box = element("section", { class: "sc-printed" });
    const refresh = function () {
      const { service, tiers, level, colourBy } = store.state;
      const ofRisk = colourBy === "risk";
      const used = model.tiers.filter((_, tier) => (tiers >> tier) & 1);
      const { label, key } = model.levels[level];
      const said = [
        ["service", model.services[service].name],
        ["tiers", used.map((tier) => word(`tier_${tier}`, tier)).join(", ")],
        ["colour_by", ServiceCircle.page.colouringName(look, colourBy)],
        ["level", label || word(key, key)],
        ["moment", ofRisk ? ServiceCircle.page.momentName({ model, store, word }) : null],
      ];
      box.replaceChildren(factList(word, said));
    };
    return { element: box, refresh, concerns: ["service", "tiers", "level", "colourBy", "moment"] };
  };

  /** The handle of a phone's sheet. */
  const handle = function ({ store, word }) {
    const { button } = ServiceCircle.page;
    const turn = () => store.set({ sheet: store.state.sheet === "peek" ? "open" : "peek" });
    const grip = button(word("more"), turn, { class: "sc-grip", id: "sc-grip", sign: " " });
    const refresh = function () {
      const open = store.state.sheet === "open";
      grip.setAttribute("aria-expanded", String(open));
      grip.setAttribute("aria-label", word(open ? "less" : "more"));
    };
    return { element: grip, refresh, concerns: ["sheet"] };
  };

  /**
   * Lay out everything beside the map, and lay it out anew when the language changes.
   *
   * @param {Context} context
   */
  ServiceCircle.page.frame = function (context) {
    const { model, store, map } = context;
    const { element } = ServiceCircle.page;
    const root = element("div", { class: "sc-page" });
    document.body.append(root);
    let parts = [];

    const build = function () {
      const page = ServiceCircle.page;
      const made = {};
      [
        "searchBox",
        "headline",
        "slider",
        "serviceChoices",
        "mapChoices",
        "legend",
        "trials",
        "layerChoices",
        "card",
        ...(model.risk ? ["riskHeadline", "riskSlider", "riskMethod"] : []),
        ...(model.dispatch ? ["dispatchHeadline"] : []),
      ].forEach((name) => {
        made[name] = page[name](context);
      });
      made.handle = handle(context);
      made.printed = printed(context);
      const inner = [
        "riskHeadline",
        "dispatchHeadline",
        "headline",
        "printed",
        "riskSlider",
        "slider",
        "trials",
        "serviceChoices",
        "mapChoices",
        "legend",
        "riskMethod",
      ].filter((name) => made[name]);
      const panel = element("aside", { class: "sc-panel", "aria-label": model.page.title }, [
        made.handle.element,
        ...inner.map((name) => made[name].element),
        made.layerChoices.element,
        about(context),
      ]);
      const side = element("div", { class: "sc-side" }, [
        element("div", { class: "sc-head" }, [top(context), made.searchBox.element]),
        panel,
      ]);
      const stamp = model.page.stamp
        ? element("p", { class: "sc-stamp" }, context.word("stamp"))
        : null;
      root.replaceChildren(...[side, made.card.element, stamp].filter((part) => part));
      document.documentElement.lang = store.state.language;
      parts = Object.values(made);
      parts.forEach((part) => part.refresh(new Set()));
    };

    /** Tell the map how much of it a phone's sheet covers. */
    const measure = function () {
      const { bottom } = ServiceCircle.page.covered();
      map.getContainer().style.setProperty("--sc-sheet", `${Math.round(bottom)}px`);
    };

    /** Keep a keyboard where it was when what it was on is made anew, or goes away. */
    const keepFocus = function (before) {
      const there = before.id ? document.getElementById(before.id) : null;
      const next = there && there.getClientRects().length ? there : map.getContainer();
      next.focus({ preventScroll: true });
    };

    const refresh = function (changed) {
      const focused = root.contains(document.activeElement) && document.activeElement;
      if (changed.has("language")) {
        build();
      } else {
        parts
          .filter(({ concerns }) => concerns.some((concern) => changed.has(concern)))
          .forEach((part) => part.refresh(changed));
      }
      root.dataset.view = ServiceCircle.page.viewOf(store.state.colourBy);
      root.dataset.sheet = store.state.sheet;
      root.dataset.chosen = String(store.state.chosen !== null);
      map.getContainer().classList.toggle("sc-trying", store.state.trying !== null);
      const tall = ["sheet", "chosen", "language", "trials", "colourBy"];
      if (tall.some((key) => changed.has(key))) {
        measure();
      }
      const anew = ["language", "trials", "trying", "chosen"].some((key) => changed.has(key));
      if (anew && focused && !(focused.isConnected && focused.getClientRects().length)) {
        keepFocus(focused);
      }
    };
    store.listen(refresh);
    map.on("zoomend", () => refresh(new Set(["zoom"])));
    window.addEventListener("resize", measure);
    build();
    refresh(new Set(["sheet"]));
  };
}
