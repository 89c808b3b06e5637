"use strict";

/** Our own part of the page; every file below adds to it, and nothing else is global. */
const ServiceCircle = { payload: {}, model: {}, walk: {}, draw: {}, page: {} };
