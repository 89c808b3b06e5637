/**
 * What is on the map at the moment, with the colours it is drawn in.
 *
 * @param {Context} context
 * @returns {Part}
 */
ServiceCircle.page.legend = function (context) {
  const { element } = ServiceCircle.page;
  const { map, look, word } = context;
  const box = element("section", { class: "sc-legend", "aria-label": word("legend") });
  const keys = new Map();
  let shown = "";

  /** A key is made once: while the slider moves the same ones come again and again. */
  const keyOf = function ({ key, make }) {
    if (!keys.has(key)) {
      keys.set(key, make());
    }
    return keys.get(key);
  };

  const refresh = function () {
    const lists = ServiceCircle.page.legendLists(context, look.showsBuildings(map.getZoom()));
    const now = JSON.stringify(lists);
    if (now === shown) {
      return;
    }
    shown = now;
    const parts = lists.flatMap(({ title, note, entries }) => [
      title ? element("h2", {}, title) : "",
      note ? element("p", { class: "sc-note" }, note) : "",
      entries.length
        ? element(
            "ul",
            {},
            entries.map((entry) =>
              element("li", {}, [keyOf(entry), element("span", {}, entry.label)])
            )
          )
        : "",
    ]);
    box.replaceChildren(...parts.filter((part) => part !== ""));
  };
  return {
    element: box,
    refresh,
    concerns: ["service", "distanceM", "tiers", "trials", "level", "colourBy", "moment", "show", "zoom"],
  };
};
