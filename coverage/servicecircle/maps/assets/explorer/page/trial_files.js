{
  /** Hand the reader a file. */
  const offer = function (name, text) {
    const address = URL.createObjectURL(new Blob([text], { type: "application/geo+json" }));
    const link = ServiceCircle.page.element("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };

  /** Save what is tried to a file that `servicecircle site --what-if` reads. */
  ServiceCircle.page.saveTrials = function ({ model, store }) {
    offer("what-if.geojson", ServiceCircle.walk.writeTrials(model, store.state.trials));
  };

  /** A button that reads such a file, and says why where it cannot. */
  ServiceCircle.page.readButton = function ({ model, store, word }) {
    const { element, button, fill } = ServiceCircle.page;
    const input = element("input", {
      type: "file",
      id: "sc-read",
      accept: ".geojson,.json",
      hidden: true,
      "aria-label": word("what_if_read"),
    });
    input.addEventListener("change", async () => {
      const [file] = input.files;
      input.value = "";
      if (!file) {
        return;
      }
      try {
        const trials = ServiceCircle.walk.readTrials(model, await file.text());
        store.set({ trials: [...store.state.trials, ...trials] });
      } catch (error) {
        const place = document.querySelector(".sc-error");
        place.textContent = fill(word("file_bad"), { reason: error.message });
        place.hidden = false;
      }
    });
    return element("span", {}, [
      button(word("what_if_read"), () => input.click(), { id: "sc-read-button" }),
      input,
    ]);
  };
}
