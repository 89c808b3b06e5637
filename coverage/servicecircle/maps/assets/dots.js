/**
 * Tens of thousands of dots, written into a picture pixel by pixel.
 *
 * Drawing a circle or copying a small picture per building takes ten times as long where
 * the browser draws without a graphics card, as on many office computers.
 */

/**
 * Put the covered first and the reasons after in their order, so that no gap hides
 * below what is well.
 *
 * @param {string} reasons A digit per building.
 * @returns {Uint32Array} Positions of buildings.
 */
ServiceCircle.drawingOrder = function (reasons) {
  const byReason = [];
  for (let i = 0; i < reasons.length; i += 1) {
    const digit = Number(reasons[i]);
    (byReason[digit] = byReason[digit] || []).push(i);
  }
  return Uint32Array.from(byReason.flat());
};

/**
 * Draw one dot per colour, to be copied.
 *
 * @param {string[]} colours
 * @param {number} radius In pixels of the page.
 * @param {number} ratio Pixels of the screen to one of the page.
 * @returns {Array<{side: number, pixels: Uint32Array, cover: Uint8Array}>}
 */
ServiceCircle.dotStamps = function (colours, radius, ratio) {
  const side = 2 * Math.ceil((radius + 1) * ratio) + 1;
  const middle = side / 2;
  return colours.map((colour) => {
    const canvas = document.createElement("canvas");
    canvas.width = side;
    canvas.height = side;
    const pen = canvas.getContext("2d");
    pen.beginPath();
    pen.arc(middle, middle, radius * ratio, 0, 2 * Math.PI);
    pen.fillStyle = colour;
    pen.fill();
    if (radius > 3) {
      pen.lineWidth = ratio;
      pen.strokeStyle = "#ffffff";
      pen.stroke();
    }
    const { data } = pen.getImageData(0, 0, side, side);
    const cover = Uint8Array.from({ length: side * side }, (_, i) => data[4 * i + 3]);
    return { side, pixels: new Uint32Array(data.buffer), cover };
  });
};

ServiceCircle.DotPicture = class {
  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {number} ratio Pixels of the screen to one of the page.
   * @param {number} width In pixels of the page.
   * @param {number} height
   */
  constructor(pen, ratio, width, height) {
    this._pen = pen;
    this._image = pen.createImageData(Math.ceil(width * ratio), Math.ceil(height * ratio));
    this._pixels = new Uint32Array(this._image.data.buffer);
    this._opacity = this._image.data;
  }

  /** Copy a dot to a place in pixels of the screen; where edges meet the denser wins. */
  put({ side, pixels, cover }, x, y) {
    const { width, height } = this._image;
    const half = (side - 1) / 2;
    if (x < -half || y < -half || x >= width + half || y >= height + half) {
      return;
    }
    const firstColumn = Math.max(0, half - x);
    const lastColumn = Math.min(side, width - x + half);
    const lastRow = Math.min(side, height - y + half);
    for (let row = Math.max(0, half - y); row < lastRow; row += 1) {
      const target = (y - half + row) * width + x - half;
      for (let column = firstColumn; column < lastColumn; column += 1) {
        const from = row * side + column;
        const to = target + column;
        if (cover[from] > 0 && cover[from] >= this._opacity[4 * to + 3]) {
          this._pixels[to] = pixels[from];
        }
      }
    }
  }

  /** Put the picture on the canvas, replacing what is there. */
  show() {
    this._pen.putImageData(this._image, 0, 0);
  }
};
