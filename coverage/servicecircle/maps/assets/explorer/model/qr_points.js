/**
 * Read the QR points.
 *
 * @param {Payload} payload
 * @returns {QrPoints|null} Null where the file has none.
 */
ServiceCircle.model.readQrPoints = function (payload) {
  const said = payload.header.qr;
  if (!said) {
    return null;
  }
  const words = (column) => {
    const codes = payload.get(`qr_${column}`);
    return (i) => said[column][codes[i]];
  };
  return {
    count: said.count,
    xy: payload.get("qr_xy"),
    building: payload.get("qr_building"),
    kind: words("kind"),
    why: words("why"),
    confidence: words("confidence"),
  };
};
