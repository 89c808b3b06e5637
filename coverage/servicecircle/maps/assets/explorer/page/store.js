{
  /** What is chosen on the page. Everything shown follows from it and from the model. */
  class Store {
    /** @param {object} state */
    constructor(state) {
      this.state = state;
      this._listeners = [];
    }

    /** Call back after every change, with the names of what has changed. */
    listen(listener) {
      this._listeners.push(listener);
    }

    /** Change some of it; what stays as it was is not told. */
    set(patch) {
      const changed = new Set(
        Object.keys(patch).filter((key) => patch[key] !== this.state[key])
      );
      if (changed.size) {
        Object.assign(this.state, patch);
        this._listeners.forEach((listener) => listener(changed));
      }
    }

    /** Show or hide a layer. */
    show(layer, shown) {
      this.set({ show: { ...this.state.show, [layer]: shown } });
    }
  }

  /** The level to begin with: the one with most units that can still be told apart. */
  const firstLevel = function (levels) {
    const few = levels.map(({ count }, level) => [count, level]).filter(([n]) => n <= 60);
    return few.length ? few.reduce((a, b) => (b[0] >= a[0] ? b : a))[1] : 0;
  };

  /**
   * What is chosen when the page is opened.
   *
   * @param {Model} model
   * @returns {Store}
   */
  ServiceCircle.page.firstChoices = function (model) {
    const narrow = window.matchMedia("(max-width: 699px)").matches;
    return new Store({
      language: model.page.language,
      service: 0,
      distanceM: Math.min(1500, Math.max(100, Math.round(model.services[0].standardM))),
      tiers: 2 ** model.tiers.length - 1,
      level: firstLevel(model.levels),
      colourBy: "walk",
      moment: model.risk ? model.risk.moments.length - 1 : 0,
      show: {
        buildings: true,
        stations: true,
        area: true,
        reached: false,
        circles: false,
        network: true,
        background: true,
        names: true,
        proposals: true,
        qr: true,
      },
      chosen: null,
      trying: null,
      trials: [],
      sheet: narrow ? "peek" : "open",
    });
  };
}
