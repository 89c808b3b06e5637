{
  /** How the model's pixels lie on one canvas: canvas = model x scale + (left, top). */
  class View {
    constructor() {
      this.scale = 1;
      this.left = 0;
      this.top = 0;
      /** Canvas pixels to one pixel of the page. */
      this.ratio = 1;
      this.zoom = 0;
      this.width = 0;
      this.height = 0;
      /** What the canvas shows, in the model's pixels. */
      this.west = 0;
      this.north = 0;
      this.east = 0;
      this.south = 0;
    }

    /**
     * Take the place of a canvas.
     *
     * @param {[number, number]} origin The model's origin.
     * @param {{x: number, y: number}} corner The canvas's corner, in world pixels.
     * @param {number} zoom
     * @param {number} ratio
     * @param {number} width In canvas pixels.
     * @param {number} height
     */
    place(origin, corner, zoom, ratio, width, height) {
      const perPixel = 2 ** (zoom - 20);
      this.scale = perPixel * ratio;
      this.left = (origin[0] * perPixel - corner.x) * ratio;
      this.top = (origin[1] * perPixel - corner.y) * ratio;
      this.ratio = ratio;
      this.zoom = zoom;
      this.width = width;
      this.height = height;
      this.west = -this.left / this.scale;
      this.north = -this.top / this.scale;
      this.east = this.west + width / this.scale;
      this.south = this.north + height / this.scale;
    }

    /** From here on the pen draws in the model's pixels. */
    inModel(pen) {
      pen.setTransform(this.scale, 0, 0, this.scale, this.left, this.top);
    }

    /** From here on the pen draws in pixels of the page. */
    onPage(pen) {
      pen.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    }

    /** @returns {number} So many pixels of the page, in the model's pixels. */
    pagePixels(count) {
      return (count * this.ratio) / this.scale;
    }

    /** Where a place of the model is, in pixels of the page from the canvas's corner. */
    pageX(x) {
      return (x * this.scale + this.left) / this.ratio;
    }

    pageY(y) {
      return (y * this.scale + this.top) / this.ratio;
    }

    /** Whether a box of the model (west, north, east, south) is on the canvas. */
    shows(west, north, east, south) {
      return (
        west <= this.east && east >= this.west && north <= this.south && south >= this.north
      );
    }
  }

  ServiceCircle.draw.View = View;
}
