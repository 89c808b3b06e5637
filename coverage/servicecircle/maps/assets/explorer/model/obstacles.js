/**
 * Read what an access leg does not cross.
 *
 * @param {Payload} payload
 * @returns {Obstacles}
 */
ServiceCircle.model.readObstacles = function (payload) {
  return {
    kinds: payload.header.obstacles,
    kind: payload.get("obstacle_kind"),
    start: ServiceCircle.model.starts(payload.get("obstacle_size")),
    xy: payload.get("obstacle_xy"),
  };
};
