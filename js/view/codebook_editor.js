/** CodebookEditor: the page's side. One book a widget, drawn by as many views as there are. */

import { Book } from "./book.js";
import { Editor } from "./editor.js";

/** Called once a widget; what is kept here is shared by its views. */
export default function codebookEditor() {
  /** @type {Book} */
  let book;
  return {
    /** @param {{model: any}} widget */
    initialize({ model }) {
      book = new Book(model);
      book.open();
      return () => book.close();
    },
    /** @param {{model: any, el: HTMLElement}} widget */
    render({ model, el }) {
      const view = new Editor(book, el, model.get("height"));
      return () => view.close();
    },
  };
}
