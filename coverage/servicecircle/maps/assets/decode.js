"use strict";

/** Our own part of the page; every file below adds to it. */
const ServiceCircle = {};

/**
 * Undo the writing of coordinates as differences.
 *
 * @param {number[]} differences The first value in steps, then differences.
 * @param {number} stepsPerDegree
 * @returns {Float64Array} Degrees.
 */
ServiceCircle.degrees = function (differences, stepsPerDegree) {
  const values = new Float64Array(differences.length);
  let steps = 0;
  for (let i = 0; i < differences.length; i += 1) {
    steps += differences[i];
    values[i] = steps / stepsPerDegree;
  }
  return values;
};

/**
 * Turn one ring of x, y differences into the pairs Leaflet takes.
 *
 * @param {number[]} ring
 * @param {number} stepsPerDegree
 * @returns {Array<[number, number]>} Latitude and longitude of each corner.
 */
ServiceCircle.ringLatLngs = function (ring, stepsPerDegree) {
  const corners = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i < ring.length; i += 2) {
    x += ring[i];
    y += ring[i + 1];
    corners.push([y / stepsPerDegree, x / stepsPerDegree]);
  }
  return corners;
};

/**
 * Place points on the Mercator square whose sides run from 0 to 1.
 *
 * Screen pixels are these values times the size of the world at a zoom, so points are
 * projected once and not at every movement of the map.
 *
 * @param {{x: number[], y: number[]}} points Differences, as written.
 * @param {number} stepsPerDegree
 * @returns {{u: Float64Array, v: Float64Array}}
 */
ServiceCircle.mercator = function (points, stepsPerDegree) {
  const u = ServiceCircle.degrees(points.x, stepsPerDegree);
  const v = ServiceCircle.degrees(points.y, stepsPerDegree);
  for (let i = 0; i < u.length; i += 1) {
    u[i] = u[i] / 360 + 0.5;
    const sine = Math.sin((v[i] * Math.PI) / 180);
    v[i] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  }
  return { u, v };
};
