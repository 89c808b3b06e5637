{
  /** Not any seed. */
  const NONE = -1;

  /**
   * The seed nearest to each cell of a grid.
   *
   * Cells hand their seed on to their neighbours, row by row, down the grid and up again
   * (Danielsson, *Euclidean distance mapping*, 1980): now and then a cell gets a seed
   * that is farther than its nearest by a fraction of a cell.
   */
  ServiceCircle.draw.Nearest = class {
    /**
     * @param {number} columns
     * @param {number} rows
     */
    constructor(columns, rows) {
      this.columns = columns;
      this.rows = rows;
      /** Per cell, its nearest seed, or -1. */
      this.seed = new Int32Array(columns * rows).fill(NONE);
      /** Per cell, the square of the distance to it, in cells. */
      this.square = new Float32Array(columns * rows).fill(Infinity);
      /** How many seeds there are. */
      this.count = 0;
      this._x = new Float32Array(1024);
      this._y = new Float32Array(1024);
    }

    /** Add a seed at a place on the grid; cell 0, 0 has its middle at 0.5, 0.5. */
    add(x, y) {
      if (this.count === this._x.length) {
        this._x = grown(this._x);
        this._y = grown(this._y);
      }
      this._x[this.count] = x;
      this._y[this.count] = y;
      const column = Math.min(this.columns - 1, Math.max(0, Math.floor(x)));
      const row = Math.min(this.rows - 1, Math.max(0, Math.floor(y)));
      this._offer(this.count, column, row);
      this.count += 1;
    }

    /** Let every cell know its nearest seed. */
    spread() {
      for (let row = 0; row < this.rows; row += 1) {
        this._row(row, -1);
      }
      for (let row = this.rows - 1; row >= 0; row -= 1) {
        this._row(row, 1);
      }
    }

    /** Take over in a row what the row beside it knows, and then hand it to both sides. */
    _row(row, beside) {
      const { columns, seed } = this;
      const first = row * columns;
      const last = columns - 1;
      if (row + beside >= 0 && row + beside < this.rows) {
        const other = first + beside * columns;
        for (let column = 0; column < columns; column += 1) {
          this._offer(seed[other + column], column, row);
          if (column > 0) {
            this._offer(seed[other + column - 1], column, row);
          }
          if (column < last) {
            this._offer(seed[other + column + 1], column, row);
          }
        }
      }
      for (let column = 1; column < columns; column += 1) {
        this._offer(seed[first + column - 1], column, row);
      }
      for (let column = last - 1; column >= 0; column -= 1) {
        this._offer(seed[first + column + 1], column, row);
      }
    }

    /** Let a cell take a seed if it is nearer than the one that it has. */
    _offer(number, column, row) {
      const cell = row * this.columns + column;
      if (number === NONE || this.seed[cell] === number) {
        return;
      }
      const dx = column + 0.5 - this._x[number];
      const dy = row + 0.5 - this._y[number];
      const square = dx * dx + dy * dy;
      if (square < this.square[cell]) {
        this.square[cell] = square;
        this.seed[cell] = number;
      }
    }
  };

  /** Copy numbers into twice the room. */
  const grown = function (numbers) {
    const copy = new Float32Array(2 * numbers.length);
    copy.set(numbers);
    return copy;
  };
}
