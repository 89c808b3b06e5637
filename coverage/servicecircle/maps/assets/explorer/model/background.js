/**
 * Read water, parks and the like.
 *
 * @param {Payload} payload
 * @returns {Background}
 */
ServiceCircle.model.readBackground = function (payload) {
  const { starts } = ServiceCircle.model;
  return {
    kinds: payload.header.ground.kinds,
    kind: payload.get("ground_kind"),
    isLine: payload.get("ground_is_line"),
    ringStart: starts(payload.get("ground_rings")),
    pointStart: starts(payload.get("ground_size")),
    xy: payload.get("ground_xy"),
  };
};
