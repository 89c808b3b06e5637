{
  /** From this zoom on single buildings and streets can be told apart. */
  const BUILDINGS_FROM_ZOOM = 14.5;

  /** What follows from what is chosen: distances, counts, statuses, colours. */
  ServiceCircle.page.Look = class {
    /**
     * @param {Engine} engine
     * @param {Store} store
     */
    constructor(engine, store) {
      const { model } = engine;
      this.engine = engine;
      this.word = ServiceCircle.page.words(model, store);
      this.model = model;
      this._store = store;
      this._status = new Uint8Array(model.buildings.count);
      this._code = Object.fromEntries(
        model.page.palette.statuses.map(({ key }, code) => [key, code])
      );
      this._counts = model.levels.map(() => ({ walk: undefined, circle: undefined }));
      this._kept = new Map();
      store.listen((changed) => {
        if (["service", "tiers", "trials"].some((key) => changed.has(key))) {
          this._kept.clear();
        }
        ["status", "counts", "path", "reach"].forEach((what) => this._kept.delete(what));
      });
    }

    /** Compute something once until what it rests on changes. */
    _keep(what, compute) {
      if (!this._kept.has(what)) {
        this._kept.set(what, compute());
      }
      return this._kept.get(what);
    }

    /** @returns {?Tried} What the trials come to, if there are any. */
    tried(measure) {
      const { trials } = this._store.state;
      return trials.length
        ? this._keep(`tried ${measure}`, () =>
            this.engine.tryOut(trials, { ...this._store.state, measure })
          )
        : null;
    }

    /** Per building, metres to the nearest station, with what is tried. */
    distances(measure) {
      const tried = this.tried(measure);
      return tried ? tried.distances : this.distancesToday(measure);
    }

    distancesToday(measure) {
      const { service, tiers } = this._store.state;
      return measure === "circle"
        ? this.engine.straights(service, tiers)
        : this.engine.walks(service, tiers);
    }

    /** What counts: residents where they are in the file, else buildings. */
    get unit() {
      return this.model.buildings.residents ? "residents" : "buildings";
    }

    /** @returns {Counts} What lies within the distance, in each unit of a level. */
    counts(level, measure) {
      const made = this._keep("counts", () => new Set());
      const key = `${level} ${measure}`;
      if (!made.has(key)) {
        made.add(key);
        const { distanceM } = this._store.state;
        const distances = this.distances(measure);
        const into = this._counts[level][measure];
        this._counts[level][measure] = this.engine.count(level, distances, distanceM, into);
      }
      return this._counts[level][measure];
    }

    /** Whom a mode's responders do not reach in time; whom none does, where it is null. */
    late(mode) {
      const { service } = this._store.state;
      const { dispatch, buildings } = this.model;
      return this._keep(`late ${service} ${mode}`, () => {
        if (dispatch.services[service] < 0) {
          return new Uint8Array(buildings.count).fill(1);
        }
        if (mode !== null) {
          return dispatch.late(service, mode);
        }
        const each = dispatch.modes.map((_, one) => dispatch.late(service, one));
        return each[0].map((_, i) => Math.min(...each.map((late) => late[i])));
      });
    }

    /** @returns {Counts} Who is reached in time, in each unit of a level. */
    inTime(level, mode) {
      const { service } = this._store.state;
      return this._keep(`in time ${service} ${level} ${mode}`, () =>
        this.engine.count(level, this.late(mode), 0)
      );
    }

    /** Sum what lies within the distance, over the whole area. */
    within(distances) {
      const { distanceM } = this._store.state;
      this._sums = this.engine.count(0, distances, distanceM, this._sums);
      const sum = (values) => values && values.reduce((a, b) => a + b, 0);
      return { buildings: sum(this._sums.buildings), residents: sum(this._sums.residents) };
    }

    /** @returns {Uint8Array} Per building, its position in `palette.statuses`. */
    status() {
      return this._keep("status", () => {
        const { colourBy, distanceM } = this._store.state;
        const mode = ServiceCircle.page.modeShown(colourBy);
        if (mode >= 0) {
          this._setDispatchStatus(mode);
        } else if (colourBy === "circle" || colourBy === "gap") {
          this._setCircleStatus(colourBy === "gap", distanceM);
        } else {
          this._setWalkStatus(distanceM);
        }
        return this._status;
      });
    }

    _setWalkStatus(distanceM) {
      const { service } = this._store.state;
      const { reason } = this.model.services[service];
      const today = this.distancesToday("walk");
      const then = this.distances("walk");
      const codes = this.model.reasons.map((key) => this._code[key]);
      const [covered, farther, newly] = ["covered", "too_far", "newly_covered"].map(
        (key) => this._code[key]
      );
      for (let i = 0; i < this._status.length; i += 1) {
        if (then[i] <= distanceM) {
          this._status[i] = today[i] <= distanceM ? covered : newly;
        } else {
          const code = reason ? codes[reason[i]] : farther;
          this._status[i] = code === covered ? farther : code;
        }
      }
    }

    /** As walks that are short enough, too long, or none: by another mode, by nobody. */
    _setDispatchStatus(mode) {
      const [late, nobody] = [this.late(mode), this.late(null)];
      const code = this._code;
      for (let i = 0; i < this._status.length; i += 1) {
        const missed = nobody[i] ? code.no_path : code.too_far;
        this._status[i] = late[i] ? missed : code.covered;
      }
    }

    _setCircleStatus(againstWalk, distanceM) {
      const circle = this.distances("circle");
      const walk = this.distances("walk");
      const code = this._code;
      for (let i = 0; i < this._status.length; i += 1) {
        if (circle[i] > distanceM) {
          this._status[i] = code.out_of_circle;
        } else if (againstWalk) {
          this._status[i] = walk[i] <= distanceM ? code.covered : code.circle_only;
        } else {
          this._status[i] = code.in_circle;
        }
      }
    }

    /** @returns {?Array<?string>} A colour per unit of the level, null for no data. */
    unitColours() {
      const scheme = ServiceCircle.page.scheme(this, this._store.state);
      if (!scheme) {
        return null;
      }
      const { level } = this._store.state;
      const colours = this._keep(`colours ${level}`, () => []);
      for (let unit = 0; unit < this.model.levels[level].count; unit += 1) {
        colours[unit] = ServiceCircle.page.classColour(scheme, scheme.value(unit));
      }
      return colours;
    }

    /** Whether buildings and streets are drawn, and areas step back behind them. */
    showsBuildings(zoom) {
      const { colourBy, show } = this._store.state;
      const any = show.buildings || show.area || show.reached || show.network;
      // Risk is of areas: no building is to look as if it had any.
      return any && colourBy !== "risk" && (colourBy === "none" || zoom >= BUILDINGS_FROM_ZOOM);
    }

    /**
     * Whether the ground within reach is shown, in place of the areas' colours: not where
     * areas say something else than who can walk there.
     */
    showsArea(zoom) {
      const { colourBy, show } = this._store.state;
      return show.area && ["walk", "none"].includes(colourBy) && this.showsBuildings(zoom);
    }

    /** @returns {StationDistances} From every node to a station, with what is tried. */
    fromStations() {
      const { service, tiers } = this._store.state;
      const tried = this.tried("walk");
      return tried ? tried.stations : this.engine.stationDistances(service, tiers);
    }

    /** Whether a station offers the service and is neither left out nor closed. */
    stationCounts(index) {
      const { service, tiers, trials } = this._store.state;
      const { offers, tier } = this.model.stations;
      return (
        offers[service][index] === 1 &&
        ((tiers >> tier[index]) & 1) === 1 &&
        !trials.some((trial) => trial.action === "close" && trial.station === index)
      );
    }

    /** The streets within the distance of each new station. */
    triedPieces() {
      const { distanceM, trials, service } = this._store.state;
      const { kind } = this.model.services[service];
      return this._keep("reach", () =>
        trials
          .filter(({ action }) => action === "open")
          .map((place) => this.engine.reach(place, kind, distanceM))
          .flatMap((reached) => (reached ? [reached.streets] : []))
      );
    }

    /** @returns {?Path} The chosen building's walk to its station. */
    path() {
      const { chosen } = this._store.state;
      return this._keep("path", () =>
        chosen && chosen.kind === "building"
          ? this.engine.path(chosen.index, this._store.state)
          : null
      );
    }
  };
}
