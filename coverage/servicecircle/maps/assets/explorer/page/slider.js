/**
 * The slider for the distance, 100 to 1,500 m.
 *
 * @param {Context} context
 * @returns {Part}
 */
ServiceCircle.page.slider = function ({ model, store, word }) {
  const { element, amount, button } = ServiceCircle.page;
  const range = element("input", {
    type: "range",
    id: "sc-distance",
    min: 100,
    max: model.beyondM - 1,
    step: 10,
    "aria-label": word("distance"),
  });
  const number = element("output", { for: "sc-distance" });
  const standard = button(word("to_standard"), () =>
    store.set({ distanceM: Math.round(model.services[store.state.service].standardM) })
  );
  standard.id = "sc-to-standard";
  // Many movements may come between two frames; the last one counts.
  let waiting = 0;
  range.addEventListener("input", () => {
    number.textContent = amount(Number(range.value), "m");
    waiting =
      waiting ||
      requestAnimationFrame(() => {
        waiting = 0;
        store.set({ distanceM: Number(range.value) });
      });
  });
  const refresh = function () {
    const { distanceM, service } = store.state;
    const metres = amount(distanceM, "m");
    // A standard need not be a step of the slider.
    range.step = distanceM % 10 ? 1 : 10;
    range.value = distanceM;
    range.setAttribute("aria-valuetext", metres);
    number.textContent = metres;
    standard.disabled = distanceM === Math.round(model.services[service].standardM);
  };
  const title = element("div", { class: "sc-row" }, [
    element("label", { for: "sc-distance" }, word("distance")),
    number,
    standard,
  ]);
  const box = element("section", { class: "sc-slider" }, [title, range]);
  return { element: box, refresh, concerns: ["distanceM", "service"] };
};
