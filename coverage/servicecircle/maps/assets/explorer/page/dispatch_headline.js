/**
 * Whom somebody reaches in time in the whole area, by every mode, and whom nobody does.
 *
 * @param {Context} context
 * @returns {Part}
 */
ServiceCircle.page.dispatchHeadline = function (context) {
  const { model, look, store, word } = context;
  const { amount, element, fill, modeName, modeShown, reachedRows, smallTable } =
    ServiceCircle.page;
  const box = element("section", { class: "sc-headline sc-dispatch", "aria-live": "polite" });
  const units = Array.from({ length: model.levels[0].count }, (_, unit) => unit);

  const refresh = function () {
    const mode = modeShown(store.state.colourBy);
    if (mode < 0) {
      return;
    }
    const { whole, nobody, rows } = reachedRows(context, 0, units);
    const said = {
      minutes: model.dispatch.minutes,
      mode: modeName(context, mode),
      nobody: amount(nobody),
      whole: amount(whole),
    };
    const head = ["", word("dispatch_share"), word(`dispatch_late_${look.unit}`)];
    box.replaceChildren(
      element("p", { class: "sc-big" }, [
        element("b", { "data-field": "share_in_time" }, rows[mode][1]),
        element("span", {}, fill(word(`headline_dispatch_${look.unit}`), said)),
      ]),
      element("p", { class: "sc-small", "data-field": "nobody" },
        fill(word(`headline_nobody_${look.unit}`), said)
      ),
      smallTable(fill(word("dispatch_within"), said), head, rows),
      element("p", { class: "sc-hint" }, word("dispatch_note"))
    );
  };
  return { element: box, refresh, concerns: ["service", "colourBy"] };
};
