/**
 * Turn the lengths of lists into where each begins; the last entry is the end.
 *
 * @param {Int32Array|Uint8Array} lengths
 * @returns {Int32Array} One longer than `lengths`.
 */
ServiceCircle.model.starts = function (lengths) {
  const start = new Int32Array(lengths.length + 1);
  for (let i = 0; i < lengths.length; i += 1) {
    start[i + 1] = start[i] + lengths[i];
  }
  return start;
};

/**
 * Group things by a number that each of them has.
 *
 * @param {Int32Array} keys Per entry, a number from 0; entries below 0 are left out.
 * @param {number} count How many numbers there are.
 * @param {Int32Array} [values] What to list; by default the position of each entry.
 * @returns {Lists}
 */
ServiceCircle.model.grouped = function (keys, count, values) {
  const lengths = new Int32Array(count);
  for (let i = 0; i < keys.length; i += 1) {
    if (keys[i] >= 0) {
      lengths[keys[i]] += 1;
    }
  }
  const start = ServiceCircle.model.starts(lengths);
  const members = new Int32Array(start[count]);
  const next = start.slice(0, count);
  for (let i = 0; i < keys.length; i += 1) {
    if (keys[i] >= 0) {
      members[next[keys[i]]] = values ? values[i] : i;
      next[keys[i]] += 1;
    }
  }
  return { start, members };
};

/**
 * Put work off until its result is first asked for, and do it once.
 *
 * @template T
 * @param {() => T} make
 * @returns {() => T}
 */
ServiceCircle.model.once = function (make) {
  let made = null;
  return () => {
    if (made === null) {
      made = make();
    }
    return made;
  };
};
