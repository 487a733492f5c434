/** Passages: the page's side. One session a widget, drawn by as many views as there are. */

import { PassagesSession } from "./passages_session.js";
import { PassagesView } from "./passages_view.js";

/** Called once a widget; what is kept here is shared by its views. */
export default function passages() {
  /** @type {PassagesSession} */
  let session;
  return {
    /** @param {{model: any}} widget */
    initialize({ model }) {
      session = new PassagesSession(model);
      session.open();
      return () => session.close();
    },
    /** @param {{model: any, el: HTMLElement}} widget */
    render({ model, el }) {
      const view = new PassagesView(session, el, model.get("height"));
      return () => view.close();
    },
  };
}
