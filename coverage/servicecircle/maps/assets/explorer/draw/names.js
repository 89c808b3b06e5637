{
  const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans", sans-serif';
  const INK = "#2b3439";
  /** Longer names are cut: they would lie across the map. */
  const LONGEST = 26;
  const HALO = "rgba(255, 255, 255, 0.9)";

  /** Cut a name after so many letters, of which a Chinese one counts twice. */
  const shortened = function (name) {
    let room = 2 * LONGEST;
    const kept = [...name].filter((letter) => {
      room -= letter > "\u2e7f" ? 2 : 1;
      return room > 0;
    });
    return room > 0 ? name : `${kept.join("")}…`;
  };

  /** Names on the map: those written first keep their place, the others give way. */
  ServiceCircle.draw.Names = class {
    constructor() {
      this._taken = [];
      this._widths = new Map();
    }

    /** Begin an empty map of names. */
    begin(view) {
      this._taken.length = 0;
      this._width = view.width / view.ratio;
      this._height = view.height / view.ratio;
    }

    /** Keep names off a square around a place. */
    keepFree(x, y, radius) {
      this._taken.push([x - radius, y - radius, x + radius, y + radius]);
    }

    /**
     * Write a name at a place if there is room for it.
     *
     * @param {CanvasRenderingContext2D} pen In pixels of the page.
     * @param {string} whole
     * @param {number} x
     * @param {number} y
     * @param {{size: number, weight: number, room: number, colour: ?string,
     *   places: Array<[number, number]>}} style `room`: the widest it may be; `places`: how
     *   far from its place it may stand, tried in turn.
     * @returns {boolean} Whether it was written.
     */
    write(pen, whole, x, y, { size, weight, room = Infinity, colour = INK, places = [[0, 0]] }) {
      const name = shortened(whole);
      if (!name || x < 0 || y < 0 || x > this._width || y > this._height) {
        return false;
      }
      const font = `${weight} ${size}px ${FONT}`;
      const half = this._measure(pen, name, font) / 2 + 3;
      if (2 * half > room) {
        return false;
      }
      const tall = size * 0.66;
      const free = places.find(([right, down]) =>
        this._take([x + right - half, y + down - tall, x + right + half, y + down + tall])
      );
      if (free === undefined) {
        return false;
      }
      pen.font = font;
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.lineJoin = "round";
      pen.lineWidth = 3.5;
      pen.strokeStyle = HALO;
      pen.strokeText(name, x + free[0], y + free[1]);
      pen.fillStyle = colour;
      pen.fillText(name, x + free[0], y + free[1]);
      return true;
    }

    /** Take a box unless another name or symbol has a part of it. */
    _take(box) {
      for (const [west, north, east, south] of this._taken) {
        if (west < box[2] && east > box[0] && north < box[3] && south > box[1]) {
          return false;
        }
      }
      this._taken.push(box);
      return true;
    }

    _measure(pen, name, font) {
      const key = `${font} ${name}`;
      if (!this._widths.has(key)) {
        pen.font = font;
        this._widths.set(key, pen.measureText(name).width);
      }
      return this._widths.get(key);
    }
  };
}
