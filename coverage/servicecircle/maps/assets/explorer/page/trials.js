{
  /** What a trial is called: by its own name, or else by its number or its station. */
  ServiceCircle.page.trialName = function ({ model, store, word }, trial) {
    const { fill } = ServiceCircle.page;
    const { stations } = model;
    if (trial.action === "close") {
      const name = stations.names[trial.station] || stations.ids[trial.station];
      return fill(word("what_if_close_name"), { name });
    }
    const alike = store.state.trials.filter(({ action }) => action === trial.action);
    const number = alike.indexOf(trial) + 1;
    const names = { open: "what_if_open_name", open_gate: "what_if_gate_name" };
    return trial.name || fill(word(names[trial.action]), { number });
  };

  /**
   * What is tried on the map: what each would change, and all together.
   *
   * @param {Context} context
   * @returns {Part}
   */
  ServiceCircle.page.trials = function (context) {
    const { model, engine, look, store, word } = context;
    const { element, amount, button, fill } = ServiceCircle.page;
    const box = element("section", { class: "sc-trials" });

    /** Residents and buildings more within the distance than today. */
    const gained = function (distances) {
      const today = look.within(look.distancesToday("walk"));
      const then = look.within(distances);
      return {
        residents: then.residents - today.residents,
        buildings: then.buildings - today.buildings,
      };
    };
    const alone = (trial) => {
      const { service, tiers } = store.state;
      return gained(engine.tryOut([trial], { service, tiers, measure: "walk" }).distances);
    };
    const written = function (count) {
      const sentence = word(count < 0 ? "loses" : "gains");
      return fill(sentence, { residents: amount(Math.abs(count)) });
    };

    const row = function (trial) {
      const name = ServiceCircle.page.trialName(context, trial);
      const gain = alone(trial)[look.unit];
      const remove = () =>
        store.set({ trials: store.state.trials.filter((other) => other !== trial) });
      return element("li", {}, [
        element("span", {}, name),
        element("b", {}, `${written(gain)} ${word(`unit_${look.unit}`)}`),
        button(fill(word("what_if_remove"), { name }), remove, { sign: "×" }),
      ]);
    };

    const begin = (kind) =>
      store.set({ trying: store.state.trying === kind ? null : kind, sheet: "peek" });
    const starter = (kind) => {
      const active = store.state.trying === kind;
      return button(active ? word("what_if_stop") : word(`what_if_${kind}`), () => begin(kind), {
        id: `sc-try-${kind}`,
        "aria-pressed": String(active),
      });
    };

    const summary = function (trials) {
      const both = gained(look.distances("walk"));
      const sentence = look.unit === "residents" ? "" : "_buildings";
      const numbers = { residents: amount(both.residents), buildings: amount(both.buildings) };
      return [
        element("ul", {}, trials.map(row)),
        element(
          "p",
          { class: "sc-sum", "data-field": "together" },
          fill(word(`what_if_together${sentence}`), numbers)
        ),
        element("div", { class: "sc-buttons" }, [
          button(word("what_if_save"), () => ServiceCircle.page.saveTrials(context), {
            id: "sc-save",
          }),
          button(word("what_if_clear"), () => store.set({ trials: [] }), { id: "sc-clear" }),
        ]),
        element("p", { class: "sc-note" }, word("what_if_note")),
      ];
    };

    const refresh = function () {
      const { trials, trying } = store.state;
      const hints = { station: "what_if_place", gate: "what_if_pick_gate" };
      box.replaceChildren(
        element("h2", { class: trials.length ? "" : "sc-screen" }, word("what_if")),
        element("div", { class: "sc-buttons" }, [
          starter("station"),
          model.gates.count ? starter("gate") : "",
          ServiceCircle.page.readButton(context),
        ].filter((part) => part !== "")),
        ...(trying ? [element("p", { class: "sc-hint" }, word(hints[trying]))] : []),
        element("p", { class: "sc-error", role: "alert", hidden: true }),
        ...(trials.length ? summary(trials) : [])
      );
    };
    return {
      element: box,
      refresh,
      concerns: ["service", "distanceM", "tiers", "trials", "trying"],
    };
  };
}
