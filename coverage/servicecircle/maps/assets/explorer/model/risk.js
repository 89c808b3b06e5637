{
  /** Values that a section counts from 1 on; 0 is missing. */
  const SHOWN = {
    probability: ["tier_probability", 100],
    stability: ["tier_stability", 100],
    score: ["score", 1],
    rate: ["rate", 10],
    rateLow: ["rate_low", 10],
    rateHigh: ["rate_high", 10],
    appeals: ["appeals", 1],
  };

  const STATES = ["met", "missed", "running", "not_computable"];

  /** How the units of one level stand; each table is read when it is first asked for. */
  class RiskOfLevel {
    constructor(payload, number, count) {
      this._payload = payload;
      this._number = number;
      this._count = count;
      this._moments = payload.header.risk.moments.length;
      this._read = new Map();
      this.assessed = payload.has(`risk_${number}_tier`);
    }

    _table(name) {
      if (!this._read.has(name)) {
        this._read.set(name, this._payload.get(name));
      }
      return this._read.get(name);
    }

    _at(what, unit, moment) {
      return this._table(`risk_${this._number}_${what}`)[unit * this._moments + moment];
    }

    /** @returns {number} Index into `Risk.tiers`; -1 where the unit is not assessed. */
    tier(unit, moment) {
      return this.assessed ? this._at("tier", unit, moment) - 1 : -1;
    }

    /** @returns {number} Index into `Risk.whys`, or -1 where data are sufficient. */
    why(unit, moment) {
      return this._at("why", unit, moment) - 1;
    }

    /** @returns {Object<string, ?number>} Shares from 0 to 1, the score, rates. */
    values(unit, moment) {
      return Object.fromEntries(
        Object.entries(SHOWN).map(([key, [name, steps]]) => {
          const counted = this._at(name, unit, moment);
          return [key, counted ? (counted - 1) / steps : null];
        })
      );
    }

    /** @returns {number[]} Points of the score, in the order of `Risk.indicators`. */
    points(unit, moment) {
      const table = this._table(`risk_${this._number}_points`);
      const { indicators } = this._payload.header.risk;
      const block = this._count * this._moments;
      return indicators.map((_, i) => table[i * block + unit * this._moments + moment]);
    }

    /** @returns {number} Index into `Risk.alarms` of the gravest, or -1. */
    alarm(unit, moment) {
      return this.assessed
        ? this._table(`alarm_${this._number}`)[unit * this._moments + moment] - 1
        : -1;
    }

    /** @returns {object[]} For each of `Risk.targets`: met, missed, running, ... */
    clock(unit, moment) {
      const table = this._table(`clock_${this._number}`);
      return this._payload.header.risk.targets.map((_, target) => {
        const row = (target * this._count + unit) * this._moments + moment;
        return Object.fromEntries(STATES.map((key, s) => [key, table[STATES.length * row + s]]));
      });
    }

    /** @returns {{received: number, resolved: number}[]} In the order of `Risk.words`. */
    resolution(unit) {
      return this._payload.header.risk.words.map((_, word) => {
        const at = word * this._count + unit;
        const received = this._table(`received_${this._number}`)[at];
        const unresolved = this._table(`unresolved_${this._number}`)[at];
        return { received, resolved: received - unresolved };
      });
    }
  }

  /**
   * Read how units stand at every moment, and how their appeals were answered.
   *
   * @returns {?Risk} Null where the file has none: a public one never has.
   */
  ServiceCircle.model.readRisk = function (payload, levels) {
    const { risk } = payload.header;
    if (!risk) {
      return null;
    }
    const of = levels.map(({ count }, number) => new RiskOfLevel(payload, number, count));
    return { ...risk, levels: of };
  };
}
