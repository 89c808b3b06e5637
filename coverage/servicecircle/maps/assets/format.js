/** Numbers and elements, written the same way everywhere on the page. */

/**
 * @param {?number} tenths A share in tenths of a percent, or null.
 * @returns {string}
 */
ServiceCircle.percent = function (tenths) {
  return tenths === null ? "–" : `${(tenths / 10).toFixed(1)} %`;
};

/**
 * @param {?number} value A whole number, or null.
 * @param {string} [unit]
 * @returns {string}
 */
ServiceCircle.amount = function (value, unit = "") {
  if (value === null) {
    return "–";
  }
  return value.toLocaleString("en-US") + (unit ? ` ${unit}` : "");
};

/**
 * Say how far is near enough, and for whom.
 *
 * @param {object} data The page's data.
 * @param {{standard_m: number, step_free: boolean}} service
 * @returns {string}
 */
ServiceCircle.standard = function (data, service) {
  const metres = ServiceCircle.amount(service.standard_m, "m");
  return service.step_free ? `${metres}, ${data.text.step_free}` : metres;
};

/**
 * Find the colour of a share.
 *
 * @param {object} data The page's data.
 * @param {?number} tenths
 * @returns {string} A colour, or the hatch for "no data".
 */
ServiceCircle.shareColour = function (data, tenths) {
  if (tenths === null) {
    return "url(#sc-no-data)";
  }
  const passed = data.share_breaks.filter((limit) => tenths >= 10 * limit);
  return data.share_colours[passed.length];
};

/**
 * Build an element. Text is only ever set as text, so no name can become markup.
 *
 * @param {string} tag
 * @param {string} className
 * @param {string|Node[]} [content] Text, or children.
 * @returns {HTMLElement}
 */
ServiceCircle.element = function (tag, className, content = "") {
  const element = document.createElement(tag);
  element.className = className;
  if (typeof content === "string") {
    element.textContent = content;
  } else {
    element.append(...content);
  }
  return element;
};
