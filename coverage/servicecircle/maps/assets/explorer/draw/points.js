{
  /** From this zoom on QR points can be told apart, and leave houses to be seen. */
  ServiceCircle.draw.QR_FROM_ZOOM = 16.5;

  /** Points that were handed to the map: proposals and QR points. */
  ServiceCircle.draw.Points = class {
    /**
     * @param {Model} model
     * @param {Palette} palette
     */
    constructor(model, palette) {
      this._palette = palette;
      const place = ({ lon, lat }) => {
        const world = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lon), 20);
        return [world.x - model.origin[0], world.y - model.origin[1]];
      };
      const { proposals } = model.page;
      this.proposals = proposals;
      this.proposalXy = Float64Array.from(proposals.flatMap(place));
      this.qrXy = model.qr ? model.qr.xy : new Int32Array(0);
    }

    paint(pen, view, names, show) {
      const { actions, qr } = this._palette;
      if (show.qr && view.zoom >= ServiceCircle.draw.QR_FROM_ZOOM) {
        this._each(view, this.qrXy, (i, x, y) => ServiceCircle.draw.qrPoint(pen, x, y, qr));
      }
      if (show.proposals) {
        const radius = 10 * Math.max(0.75, ServiceCircle.draw.symbolSize(view.zoom));
        this._each(view, this.proposalXy, (i, x, y) => {
          const { action } = this.proposals[i];
          ServiceCircle.draw.badge(pen, x, y, action, actions[action], radius);
          names.keepFree(x, y, radius);
        });
      }
    }

    _each(view, xy, visit) {
      for (let i = 0; i < xy.length / 2; i += 1) {
        const [x, y] = [view.pageX(xy[2 * i]), view.pageY(xy[2 * i + 1])];
        const edge = 20;
        if (
          x > -edge &&
          y > -edge &&
          x < view.width / view.ratio + edge &&
          y < view.height / view.ratio + edge
        ) {
          visit(i, x, y);
        }
      }
    }
  };
}
