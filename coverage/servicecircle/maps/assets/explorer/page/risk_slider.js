/**
 * The slider through quarters, to the last day of the register.
 *
 * @param {Context} context
 * @returns {Part}
 */
ServiceCircle.page.riskSlider = function (context) {
  const { model, store, word } = context;
  const { element, momentName } = ServiceCircle.page;
  const last = model.risk.moments.length - 1;
  const range = element("input", {
    type: "range",
    id: "sc-moment",
    min: 0,
    max: last,
    step: 1,
    disabled: last === 0,
    "aria-label": word("moment"),
  });
  const name = element("output", { for: "sc-moment" });
  range.addEventListener("input", () => store.set({ moment: Number(range.value) }));
  const refresh = function () {
    range.value = store.state.moment;
    name.textContent = momentName(context);
    range.setAttribute("aria-valuetext", name.textContent);
  };
  const title = element("div", { class: "sc-row" }, [
    element("label", { for: "sc-moment" }, word("moment")),
    name,
  ]);
  const box = element("section", { class: "sc-slider sc-risk" }, [title, range]);
  return { element: box, refresh, concerns: ["moment"] };
};
