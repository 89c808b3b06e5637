{
  const GATE_NEAR_M = 5;
  const MOST = 1000;
  const LONGEST_TEXT = 200;
  const ALLOWED = {
    open: ["name", "services"],
    open_gate: ["name", "gate_id"],
    close: ["name", "station_id"],
  };

  /** An error in both languages: `message` is English, `zh` Chinese. */
  const refusal = (en, zh) => Object.assign(new Error(en), { zh });

  /** Refuse a feature, by its number from 1. */
  const wrong = (number, en, zh) =>
    refusal(`Feature ${number}: ${en}.`, `第 ${number} 项：${zh}。`);

  /** Read longitude and latitude as pixels of the model, or refuse them. */
  const placeOf = function (model, geometry, number) {
    const pair = geometry && geometry.type === "Point" ? geometry.coordinates : null;
    const numbers = Array.isArray(pair) && (pair.length === 2 || pair.length === 3);
    if (!numbers || !pair.every(Number.isFinite)) {
      throw wrong(number, "it has no Point with longitude and latitude", "没有带经纬度的点");
    }
    const [x, y] = ServiceCircle.model.fromLonLat(model, pair[0], pair[1]);
    const [width, height] = model.size;
    if (!(x >= -width && x <= 2 * width && y >= -height && y <= 2 * height)) {
      throw wrong(number, "its point is nowhere near this area", "该点不在本区附近");
    }
    return [x, y];
  };

  /** Read an optional list of services as their numbers. */
  const servicesOf = function (model, keys, number) {
    if (keys === undefined) {
      return null;
    }
    const list = Array.isArray(keys) && keys.length > 0 ? keys : [undefined];
    const services = list.map((key) => model.services.findIndex((s) => s.key === key));
    if (services.includes(-1) || new Set(services).size < services.length) {
      throw wrong(number, "services names something else than services", "services 有误");
    }
    return services;
  };

  /** Find what a feature names, or refuse it. */
  const named = function (ids, id, number, en, zh) {
    const index = typeof id === "string" ? ids.indexOf(id) : -1;
    if (index < 0) {
      throw wrong(number, `the area has no ${en} of that id`, `本区没有该编号的${zh}`);
    }
    return index;
  };

  /** Refuse a gate that is not where the file has it: gates are numbered anew. */
  const checkGate = function (model, gate, geometry, number) {
    if (geometry) {
      const [x, y] = placeOf(model, geometry, number);
      const { xy } = model.gates;
      const [dx, dy] = [x - xy[2 * gate], y - xy[2 * gate + 1]];
      if (ServiceCircle.model.metres(model, dx, dy) > GATE_NEAR_M) {
        throw wrong(number, "the gate is somewhere else on this map", "大门位置与本图不符");
      }
    }
  };

  /** Read an optional text, or refuse it. */
  const textOf = function (text, number) {
    if (text !== undefined && (typeof text !== "string" || text.length > LONGEST_TEXT)) {
      throw wrong(number, "a name or id is no text, or too long", "名称或编号有误");
    }
    return text;
  };

  /** Read one feature. */
  const trialOf = function (model, feature, number) {
    const said = feature && feature.type === "Feature" ? feature.properties : null;
    const action = said && typeof said === "object" ? said.action : undefined;
    if (typeof action !== "string" || !Object.hasOwn(ALLOWED, action)) {
      throw wrong(number, "it is no station to open or close, and no gate", "不是可识别的操作");
    }
    const known = ["action", ...ALLOWED[action]];
    if (Object.keys(said).some((key) => !known.includes(key))) {
      throw wrong(number, "it says something this map does not know", "含有无法识别的属性");
    }
    const trial = { action, id: textOf(feature.id, number) || `W${number}` };
    const name = textOf(said.name, number);
    if (name) {
      trial.name = name;
    }
    if (action === "open") {
      [trial.x, trial.y] = placeOf(model, feature.geometry, number);
      trial.services = servicesOf(model, said.services, number);
    } else if (action === "open_gate") {
      trial.gate = named(model.gates.ids, said.gate_id, number, "closed gate", "封闭大门");
      checkGate(model, trial.gate, feature.geometry, number);
    } else {
      trial.station = named(model.stations.ids, said.station_id, number, "station", "站点");
    }
    return trial;
  };

  /** Refuse ids, gates and stations that come twice. */
  const checkTwice = function (trials) {
    for (const key of ["id", "gate", "station"]) {
      const values = trials.map((trial) => trial[key]).filter((v) => v !== undefined);
      if (new Set(values).size < values.length) {
        throw refusal(
          `The file names the same ${key} more than once.`,
          "文件中有重复的编号、大门或站点。",
        );
      }
    }
  };

  /**
   * Read a what-if file.
   *
   * @param {Model} model
   * @param {string} text
   * @returns {{trials: Trial[], outdated: boolean}} `outdated`: the area's data have
   *   changed since the file was saved.
   * @throws {Error} With a sentence, in Chinese as its `zh`, if the file cannot be used.
   */
  ServiceCircle.model.readWhatIf = function (model, text) {
    let content = null;
    try {
      content = JSON.parse(text.replace(/^\uFEFF/, ""));
    } catch {
      throw refusal("The file is no JSON.", "文件不是有效的 JSON。");
    }
    if (!content || content.servicecircle !== ServiceCircle.model.WHAT_IF_KIND || !Array.isArray(content.features)) {
      throw refusal("The file was not saved by this map.", "文件不是由本地图保存的。");
    }
    if (content.area !== model.area) {
      throw refusal("The file is about another area.", "文件属于另一个区域。");
    }
    const { features } = content;
    if (features.length === 0 || features.length > MOST) {
      throw refusal(`The file must hold 1 to ${MOST} trials.`, `文件应含 1 至 ${MOST} 项。`);
    }
    const trials = features.map((feature, i) => trialOf(model, feature, i + 1));
    checkTwice(trials);
    return { trials, outdated: content.area_hash !== model.areaHash };
  };
}
