{
  /** Paler than our own colours. */
  const OPACITY = 0.7;

  /**
   * Tiles drawn in GCJ-02, each put where its middle truly is: the shift is not the same
   * everywhere, and our own places stay where they are.
   */
  const ShiftedTiles = L.TileLayer.extend({
    _getTilePos(coords) {
      const usual = L.TileLayer.prototype._getTilePos.call(this, coords);
      const size = this.getTileSize();
      const middle = coords.scaleBy(size).add(size.divideBy(2));
      const drawn = this._map.unproject(middle, coords.z);
      const true_ = this._map.project(
        ServiceCircle.base.fromGcj([drawn.lat, drawn.lng]),
        coords.z
      );
      return usual.add(true_.subtract(middle)).round();
    },

    _getTiledPixelBounds(center) {
      const there = ServiceCircle.base.toGcj([center.lat, center.lng]);
      return L.TileLayer.prototype._getTiledPixelBounds.call(this, L.latLng(there));
    },
  });

  /**
   * Lay a base map below everything else.
   *
   * @param {L.Map} map
   * @param {{layers: string[], subdomains: string, attribution: string,
   *   shifted: boolean, max_zoom: number}} base
   */
  ServiceCircle.base.show = function (map, base) {
    const Tiles = base.shifted ? ShiftedTiles : L.TileLayer;
    base.layers.forEach((address) => {
      new Tiles(address, {
        subdomains: base.subdomains,
        attribution: base.attribution,
        maxNativeZoom: base.max_zoom,
        maxZoom: map.getMaxZoom(),
        opacity: OPACITY,
      }).addTo(map);
    });
    // What is drawn above lets the base map through where it is pale.
    map.getPane("sc-stage").style.mixBlendMode = "multiply";
  };
}
