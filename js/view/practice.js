/** Practice: the page's side. One session a widget, drawn by as many views as there are. */

import { answerCalls } from "./calls.js";
import { PracticeView } from "./practice_view.js";
import { Session } from "./session.js";

/** Called once a widget; what is kept here is shared by its views. */
export default function practice() {
  /** @type {Session} */
  let session;
  return {
    /** @param {{model: any}} widget */
    initialize({ model }) {
      session = new Session(model);
      session.open();
      return () => session.close();
    },
    /** @param {{model: any, el: HTMLElement}} widget */
    render({ model, el }) {
      const view = new PracticeView(session, el, model.get("height"));
      const deaf = answerCalls(session, view.root);
      return () => {
        deaf();
        view.close();
      };
    },
  };
}
