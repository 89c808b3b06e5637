{
  const HEADER_LENGTH_BYTES = 4;

  /**
   * Read numbers written seven bits a byte, the low bits first.
   *
   * @param {Uint8Array} bytes
   * @param {number} at Where the first begins.
   * @param {number} count
   * @returns {Int32Array}
   */
  function readCounts(bytes, at, count) {
    const values = new Int32Array(count);
    let place = at;
    for (let i = 0; i < count; i += 1) {
      let byte = bytes[place];
      place += 1;
      let value = byte & 127;
      for (let shift = 7; byte > 127; shift += 7) {
        byte = bytes[place];
        place += 1;
        value |= (byte & 127) << shift;
      }
      values[i] = value;
    }
    return values;
  }

  /** Unfold numbers of either sign, in place. */
  function unfold(values) {
    for (let i = 0; i < values.length; i += 1) {
      values[i] = (values[i] >>> 1) ^ -(values[i] & 1);
    }
    return values;
  }

  /** Undo differences to the value `stride` places before, in place. */
  function sumUp(values, stride) {
    for (let i = stride; i < values.length; i += 1) {
      values[i] += values[i - stride];
    }
    return values;
  }

  /** The parts of a payload, each read when it is asked for. */
  class Payload {
    /** @param {Uint8Array} bytes The inflated payload. */
    constructor(bytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      this.body = HEADER_LENGTH_BYTES + view.getUint32(0, true);
      const head = bytes.subarray(HEADER_LENGTH_BYTES, this.body);
      /** @type {object} */
      this.header = JSON.parse(new TextDecoder().decode(head));
      this.bytes = bytes;
    }

    /** Whether the file holds a section; a public one lacks some. */
    has(name) {
      return Object.hasOwn(this.header.sections, name);
    }

    /**
     * Read a section.
     *
     * @param {string} name
     * @returns {Int32Array|Uint8Array} Bytes where it was written as bytes.
     */
    get(name) {
      if (!this.has(name)) {
        throw new Error(`The map's data lack the section ${name}.`);
      }
      const [kind, offset, length, count] = this.header.sections[name];
      const at = this.body + offset;
      if (kind === "bytes") {
        return this.bytes.slice(at, at + length);
      }
      const values = readCounts(this.bytes, at, count);
      if (kind === "counts") {
        return values;
      }
      unfold(values);
      if (kind === "signed") {
        return values;
      }
      return sumUp(values, kind === "places" ? 2 : 1);
    }
  }

  /**
   * Open a payload.
   *
   * @param {string} text Base64, as it stands in the page.
   * @returns {Payload}
   */
  ServiceCircle.payload.open = function (text) {
    const packed = atob(text.trim());
    const bytes = new Uint8Array(packed.length);
    for (let i = 0; i < packed.length; i += 1) {
      bytes[i] = packed.charCodeAt(i);
    }
    return new Payload(pako.inflate(bytes));
  };
}
