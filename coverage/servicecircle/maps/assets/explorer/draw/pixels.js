{
  /** How opaque the rim of a thick stroke is, which makes its edge look smooth. */
  const RIM = 0.45;

  /**
   * A picture written pixel by pixel.
   *
   * Tens of thousands of dots and strokes take ten times as long by the canvas's own
   * commands where the browser draws without a graphics card, as on many office
   * computers and in every phone's low-power mode.
   */
  ServiceCircle.draw.Pixels = class {
    constructor() {
      this._image = null;
      this._words = new Uint32Array(0);
      this.width = 0;
      this.height = 0;
    }

    /** Begin an empty picture as large as the canvas. */
    begin(pen, width, height) {
      if (width !== this.width || height !== this.height) {
        this._image = pen.createImageData(width, height);
        this._words = new Uint32Array(this._image.data.buffer);
        this.width = width;
        this.height = height;
      } else {
        this._words.fill(0);
      }
    }

    /** Put a square of `side` pixels around a place. */
    square(x, y, side, word) {
      const west = Math.round(x - side / 2);
      const north = Math.round(y - side / 2);
      const { width, _words: words } = this;
      if (west + side <= 0 || north + side <= 0 || west >= width || north >= this.height) {
        return;
      }
      const left = Math.max(0, west);
      const right = Math.min(width, west + side);
      const bottom = Math.min(this.height, north + side);
      for (let row = Math.max(0, north); row < bottom; row += 1) {
        const start = row * width;
        for (let at = start + left; at < start + right; at += 1) {
          words[at] = word;
        }
      }
    }

    /** Put a disc around a place: what rounds the end of a thick stroke. */
    disc(x, y, side, word) {
      const radius = side / 2;
      const { width, height, _words: words } = this;
      if (x < -radius || y < -radius || x > width + radius || y > height + radius) {
        return;
      }
      const bottom = Math.min(height - 1, Math.floor(y + radius));
      for (let row = Math.max(0, Math.ceil(y - radius)); row <= bottom; row += 1) {
        const half = Math.sqrt(radius * radius - (row - y) * (row - y));
        const right = Math.min(width - 1, Math.floor(x + half));
        for (let column = Math.max(0, Math.ceil(x - half)); column <= right; column += 1) {
          words[row * width + column] = word;
        }
      }
    }

    /**
     * Draw a straight stroke, `side` pixels thick, by stepping along its longer
     * direction.
     */
    stroke(fromX, fromY, toX, toY, side, word) {
      const alongX = Math.abs(toX - fromX) >= Math.abs(toY - fromY);
      if (alongX) {
        this._step(fromX, fromY, toX, toY, side, word, this.width, this.height, 1, this.width);
      } else {
        this._step(fromY, fromX, toY, toX, side, word, this.height, this.width, this.width, 1);
      }
    }

    /** Step along the axis a; `stepA` and `stepB` lead to the next pixel on each axis. */
    _step(fromA, fromB, toA, toB, side, word, sizeA, sizeB, stepA, stepB) {
      if (fromA > toA) {
        this._step(toA, toB, fromA, fromB, side, word, sizeA, sizeB, stepA, stepB);
        return;
      }
      const slope = toA > fromA ? (toB - fromB) / (toA - fromA) : 0;
      // Measured across the stroke, not along an axis.
      const span = side > 1 ? Math.round(side * Math.sqrt(1 + slope * slope)) : 1;
      const first = Math.max(0, Math.round(fromA));
      const last = Math.min(sizeA - 1, Math.round(toA));
      const words = this._words;
      for (let a = first; a <= last; a += 1) {
        const middle = fromB + (a - fromA) * slope;
        const low = Math.round(middle - (span - 1) / 2);
        const high = Math.min(sizeB - 1, low + span - 1);
        for (let b = Math.max(0, low), at = a * stepA + b * stepB; b <= high; b += 1) {
          words[at] = word;
          at += stepB;
        }
      }
    }

    /** Put the picture on the canvas, in place of what is there. */
    show(pen) {
      pen.putImageData(this._image, 0, 0);
    }
  };

  /**
   * Write a colour as the word that stands for it in a picture.
   *
   * @param {string} hex Such as "#0072b2".
   * @param {number} [opacity] 0 to 1.
   * @returns {number}
   */
  ServiceCircle.draw.colourWord = function (hex, opacity = 1) {
    const value = parseInt(hex.slice(1), 16);
    const alpha = Math.round(opacity * 255);
    const [red, green, blue] = [value >> 16, (value >> 8) & 255, value & 255];
    return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  };

  /** The word of the rim of a stroke in this colour. */
  ServiceCircle.draw.rimWord = (hex) => ServiceCircle.draw.colourWord(hex, RIM);
}
