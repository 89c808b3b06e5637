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
    offer("what-if.geojson", ServiceCircle.model.writeWhatIf(model, store.state.trials));
  };

  /** A button that reads such a file, and says why where it cannot. */
  ServiceCircle.page.readButton = function ({ model, store, word, tell }) {
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
        const { trials, outdated } = ServiceCircle.model.readWhatIf(model, await file.text());
        store.set({ trials: [...store.state.trials, ...trials] });
        if (outdated) {
          tell(word("what_if_outdated"));
        }
      } catch (error) {
        const chinese = store.state.language === "zh" && error.zh;
        tell(fill(word("file_bad"), { reason: chinese || error.message }));
      }
    });
    return element("span", {}, [
      button(word("what_if_read"), () => input.click(), { id: "sc-read-button" }),
      input,
    ]);
  };
}
