/** Reconcile: the page's side. One session a widget, drawn by as many views as there are. */

import { ReconcileSession } from "./reconcile_session.js";
import { ReconcileView } from "./reconcile_view.js";

/** Called once a widget; what is kept here is shared by its views. */
export default function reconcile() {
  /** @type {ReconcileSession} */
  let session;
  return {
    /** @param {{model: any}} widget */
    initialize({ model }) {
      session = new ReconcileSession(model);
      session.open();
      return () => session.close();
    },
    /** @param {{model: any, el: HTMLElement}} widget */
    render({ model, el }) {
      const view = new ReconcileView(session, el, model.get("height"));
      return () => view.close();
    },
  };
}
