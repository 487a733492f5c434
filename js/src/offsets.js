/**
 * A document's text, its lines, and the two ways of counting its characters.
 *
 * Python, the store and every other module here count Unicode code points; JavaScript strings and the DOM count
 * UTF-16 units, in which an emoji is two. Both meet in `Doc` and nowhere else: a number called `unit` is a string
 * index, every other offset is a code point.
 */

const NEWLINE = 0x0a;

export class Doc {
  /** @type {Uint32Array} */ #pointStarts;
  /** @type {Uint32Array} */ #unitStarts;
  /** @type {Map<number, Uint32Array>} */ #astral = new Map();

  /** @param {string} text normalised as Python does it: lines end at "\n" only */
  constructor(text) {
    this.text = text;
    const points = [0];
    const units = [0];
    let pairs = 0;
    for (let unit = 0; unit < text.length; unit++) {
      if (text.charCodeAt(unit) === NEWLINE) {
        units.push(unit + 1);
        points.push(unit + 1 - pairs);
      } else if (isPair(text, unit)) {
        pairs++;
      }
    }
    /** Length in code points. */
    this.length = text.length - pairs;
    this.lineCount = points.length;
    // As if a newline closed the last line, too: every line then ends one before the next one starts.
    this.#pointStarts = Uint32Array.from([...points, this.length + 1]);
    this.#unitStarts = Uint32Array.from([...units, text.length + 1]);
  }

  /**
   * The line a point lies in; a newline belongs to the line it ends.
   * @param {number} point
   */
  lineOf(point) {
    return lastAtMost(this.#pointStarts, inside(point, this.length));
  }

  /** @param {number} line */
  lineStart(line) {
    return this.#pointStarts[this.#known(line)];
  }

  /**
   * Where a line ends, its newline not counted.
   * @param {number} line
   */
  lineEnd(line) {
    return this.#pointStarts[this.#known(line) + 1] - 1;
  }

  /** @param {number} line */
  lineText(line) {
    return this.text.slice(this.#unitStarts[this.#known(line)], this.#unitStarts[line + 1] - 1);
  }

  /**
   * Whether a line holds characters of two units.
   * @param {number} line
   */
  hasAstral(line) {
    const next = this.#known(line) + 1;
    return this.#unitStarts[next] - this.#unitStarts[line] !== this.#pointStarts[next] - this.#pointStarts[line];
  }

  /**
   * From a column of a line, in code points, to a string index into its `lineText`.
   * @param {number} line
   * @param {number} column
   */
  toUnit(line, column) {
    inside(column, this.lineEnd(line) - this.lineStart(line), line);
    if (!this.hasAstral(line)) return column;
    return column + countBelow(this.#astralColumns(line), column);
  }

  /**
   * From a string index into a line's `lineText` to its column. The middle of a character counts as its start.
   * @param {number} line
   * @param {number} unit
   */
  toColumn(line, unit) {
    inside(unit, this.#unitLength(line), line);
    if (!this.hasAstral(line)) return unit;
    return unit - countBelow(this.#astralColumns(line), unit, 1);
  }

  /**
   * From a point of the document to a string index into its text.
   * @param {number} point
   */
  toUnits(point) {
    const line = this.lineOf(point);
    return this.#unitStarts[line] + this.toUnit(line, point - this.#pointStarts[line]);
  }

  /**
   * From a string index into the text to a point. The middle of a character counts as its start.
   * @param {number} unit
   */
  toPoint(unit) {
    const line = lastAtMost(this.#unitStarts, inside(unit, this.text.length));
    return this.#pointStarts[line] + this.toColumn(line, unit - this.#unitStarts[line]);
  }

  /**
   * The words between two points.
   * @param {number} start
   * @param {number} end
   */
  slice(start, end) {
    return this.text.slice(this.toUnits(start), this.toUnits(end));
  }

  /** @param {number} line */
  #unitLength(line) {
    return this.#unitStarts[this.#known(line) + 1] - 1 - this.#unitStarts[line];
  }

  /**
   * The columns of a line's characters of two units; found when first asked for.
   * @param {number} line
   */
  #astralColumns(line) {
    let columns = this.#astral.get(line);
    if (columns === undefined) {
      const text = this.lineText(line);
      const found = [];
      for (let unit = 0; unit < text.length; unit++) if (isPair(text, unit)) found.push(unit - found.length);
      columns = Uint32Array.from(found);
      this.#astral.set(line, columns);
    }
    return columns;
  }

  /** @param {number} line */
  #known(line) {
    if (Number.isInteger(line) && line >= 0 && line < this.lineCount) return line;
    throw new RangeError(`there is no line ${line}: the text has ${this.lineCount}`);
  }
}

/**
 * @param {string} text
 * @param {number} unit
 */
function isPair(text, unit) {
  return (text.charCodeAt(unit) & 0xfc00) === 0xd800 && (text.charCodeAt(unit + 1) & 0xfc00) === 0xdc00;
}

/**
 * @param {number} offset
 * @param {number} length
 * @param {number} [line] the whole text, if not given
 */
function inside(offset, length, line) {
  if (Number.isInteger(offset) && offset >= 0 && offset <= length) return offset;
  const where = line === undefined ? "the text" : `line ${line}`;
  throw new RangeError(`offset ${offset} lies outside ${where}, which ends at ${length}`);
}

/**
 * The index of the last of the sorted `starts` that is at most `offset`.
 * @param {Uint32Array} starts
 * @param {number} offset
 */
function lastAtMost(starts, offset) {
  return countBelow(starts, offset + 1) - 1;
}

/**
 * How many of the sorted `items` are below a limit, each raised by `step` for every item before it.
 * @param {Uint32Array} items
 * @param {number} limit
 * @param {number} [step]
 */
function countBelow(items, limit, step = 0) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (items[middle] + step * middle < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
