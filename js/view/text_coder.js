/** TextCoder: the page's side. One session a widget, drawn by as many views as there are. */

import { answerCalls } from "./calls.js";
import { Coder, NO_MORE } from "./coder.js";
import { Session } from "./session.js";

/** Called once a widget; what is kept here is shared by its views. */
export default function textCoder() {
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
      const view = new Coder(session, el, model.get("height"), { ...NO_MORE, advised: model.get("suggest") === true });
      const deaf = answerCalls(session, view.parts.root);
      return () => {
        deaf();
        view.close();
      };
    },
  };
}
