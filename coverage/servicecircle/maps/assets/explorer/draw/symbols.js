{
  /** The symbol of each tier, from the fewest stations to the most. */
  const TIERS = [
    { shape: "star", radius: 10 },
    { shape: "square", radius: 7 },
    { shape: "circle", radius: 6 },
    { shape: "triangle", radius: 6 },
    { shape: "diamond", radius: 5.5 },
  ];
  const CORNERS = { star: 10, square: 4, triangle: 3, diamond: 4 };
  const INK = "#1d1d1f";

  const symbolOf = (tier) => TIERS[Math.min(tier, TIERS.length - 1)];

  /** @returns {number} How large symbols are: in an overview they would hide the areas. */
  ServiceCircle.draw.symbolSize = (zoom) =>
    Math.min(1, Math.max(0.3, 1 - 0.18 * (15.5 - zoom)));

  /** @returns {number} A tier's radius in pixels of the page, at full size. */
  ServiceCircle.draw.symbolRadius = (tier) => symbolOf(tier).radius;

  /**
   * Draw a station.
   *
   * @param {CanvasRenderingContext2D} pen In pixels of the page.
   * @param {number} x
   * @param {number} y
   * @param {number} tier Its rank; ranks beyond the last symbol share it.
   * @param {boolean} offers Whether it offers the service: filled, or else hollow.
   * @param {number} [size] As a share of the full size.
   */
  ServiceCircle.draw.station = function (pen, x, y, tier, offers, size = 1) {
    const { shape, radius } = symbolOf(tier);
    const reach = radius * size;
    pen.beginPath();
    if (shape === "circle") {
      pen.arc(x, y, reach, 0, 2 * Math.PI);
    } else {
      const count = CORNERS[shape];
      const turn = shape === "square" ? Math.PI / 4 : 0;
      for (let i = 0; i < count; i += 1) {
        const length = shape === "star" && i % 2 ? reach * 0.48 : reach * 1.14;
        const angle = turn + (2 * Math.PI * i) / count - Math.PI / 2;
        pen.lineTo(x + length * Math.cos(angle), y + length * Math.sin(angle));
      }
      pen.closePath();
    }
    pen.lineJoin = "round";
    pen.lineWidth = 1.2 + 2.4 * size;
    pen.strokeStyle = "#ffffff";
    pen.stroke();
    pen.fillStyle = offers ? INK : "#ffffff";
    pen.fill();
    pen.lineWidth = 1.2;
    pen.strokeStyle = offers ? INK : "#77777a";
    pen.stroke();
  };

  /** What the signs of actions say: open, gate, close, move, keep, QR point. */
  const SIGNS = {
    open: "M-4 0H4M0 -4V4",
    move: "M-4 0H4M1 -3L4 0L1 3",
    close: "M-3.2 -3.2L3.2 3.2M-3.2 3.2L3.2 -3.2",
    keep: "M-4 0L-1 3L4 -3",
    open_gate: "M-4 -3.5V3.5M4 -3.5V3.5M-1.6 0H1.6",
  };

  /**
   * Draw a round badge with a sign: something tried or proposed.
   *
   * @param {CanvasRenderingContext2D} pen In pixels of the page.
   * @param {string} sign
   * @param {string} colour
   * @param {number} [radius]
   */
  ServiceCircle.draw.badge = function (pen, x, y, sign, colour, radius = 10) {
    pen.save();
    pen.translate(x, y);
    pen.scale(radius / 10, radius / 10);
    pen.beginPath();
    pen.arc(0, 0, 9, 0, 2 * Math.PI);
    pen.fillStyle = colour;
    pen.fill();
    pen.lineWidth = 2;
    pen.strokeStyle = "#ffffff";
    pen.stroke();
    pen.lineWidth = 2.2;
    pen.lineCap = "round";
    pen.stroke(new Path2D(SIGNS[sign] || SIGNS.keep));
    pen.restore();
  };

  /** Draw a closed gate that could be opened. */
  ServiceCircle.draw.gate = function (pen, x, y, colour) {
    pen.beginPath();
    pen.rect(x - 4.5, y - 4.5, 9, 9);
    pen.fillStyle = "#ffffff";
    pen.fill();
    pen.lineWidth = 2;
    pen.strokeStyle = colour;
    pen.stroke();
    pen.beginPath();
    pen.moveTo(x - 2, y);
    pen.lineTo(x + 2, y);
    pen.stroke();
  };

  /** Draw a QR point: a small square within a square. */
  ServiceCircle.draw.qrPoint = function (pen, x, y, colour) {
    const square = (side) => pen.fillRect(x - side / 2, y - side / 2, side, side);
    [10, 8.5, 5.5, 3].forEach((side, ring) => {
      pen.fillStyle = ring % 2 ? colour : "#ffffff";
      square(side);
    });
  };
}
