{
  const NONE = -1;

  /**
   * A queue of nodes by whole distances: one bucket per decimetre (Dial 1969).
   *
   * Distances may only grow while the queue is emptied. A node that was put in twice
   * comes out twice; whoever asks drops what is out of date.
   */
  class BucketQueue {
    /** @param {number} limitDm The largest distance. */
    constructor(limitDm) {
      this.limitDm = limitDm;
      this.first = new Int32Array(limitDm + 1).fill(NONE);
      this.node = new Int32Array(1024);
      this.next = new Int32Array(1024);
      this.size = 0;
      this.at = 0;
      this.left = 0;
    }

    /** Look no farther than this from now on. */
    within(limitDm) {
      this.limitDm = Math.min(limitDm, this.first.length - 1);
      return this;
    }

    /** Put a node in at a distance of at most the limit. */
    push(distance, node) {
      if (this.size === this.node.length) {
        this.grow();
      }
      this.node[this.size] = node;
      this.next[this.size] = this.first[distance];
      this.first[distance] = this.size;
      this.size += 1;
      this.left += 1;
      if (distance < this.at) {
        this.at = distance;
      }
    }

    /** Take a nearest node out; `at` is then its distance. -1 when empty. */
    pop() {
      if (this.left === 0) {
        this.size = 0;
        this.at = 0;
        return NONE;
      }
      while (this.first[this.at] === NONE) {
        this.at += 1;
      }
      const entry = this.first[this.at];
      this.first[this.at] = this.next[entry];
      this.left -= 1;
      return this.node[entry];
    }

    grow() {
      for (const name of ["node", "next"]) {
        const larger = new Int32Array(2 * this[name].length);
        larger.set(this[name]);
        this[name] = larger;
      }
    }
  }

  ServiceCircle.walk.BucketQueue = BucketQueue;
}
