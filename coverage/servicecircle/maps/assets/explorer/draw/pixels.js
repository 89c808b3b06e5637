{
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
    square(x, y, side, colour) {
      const left = Math.max(0, Math.round(x - side / 2));
      const top = Math.max(0, Math.round(y - side / 2));
      const right = Math.min(this.width, Math.round(x - side / 2) + side);
      const bottom = Math.min(this.height, Math.round(y - side / 2) + side);
      const words = this._words;
      for (let row = top; row < bottom; row += 1) {
        const start = row * this.width;
        for (let column = left; column < right; column += 1) {
          words[start + column] = colour;
        }
      }
    }

    /**
     * Draw a stroke from one place to another, `side` pixels thick, by stepping along
     * its longer direction.
     */
    stroke(fromX, fromY, toX, toY, side, colour) {
      const { width, height } = this;
      const outside =
        (fromX < 0 && toX < 0) ||
        (fromY < 0 && toY < 0) ||
        (fromX >= width && toX >= width) ||
        (fromY >= height && toY >= height);
      if (outside) {
        return;
      }
      const words = this._words;
      const alongX = Math.abs(toX - fromX) >= Math.abs(toY - fromY);
      const steps = Math.ceil(alongX ? Math.abs(toX - fromX) : Math.abs(toY - fromY)) || 1;
      const stepX = (toX - fromX) / steps;
      const stepY = (toY - fromY) / steps;
      const half = (side - 1) / 2;
      for (let i = 0; i <= steps; i += 1) {
        const x = fromX + i * stepX;
        const y = fromY + i * stepY;
        for (let k = 0; k < side; k += 1) {
          const column = Math.round(alongX ? x : x - half + k);
          const row = Math.round(alongX ? y - half + k : y);
          if (column >= 0 && row >= 0 && column < width && row < height) {
            words[row * width + column] = colour;
          }
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
}
