/** SuggestionReview: the page's side. One session a widget, drawn by as many views as there are. */

import { ReviewSession } from "./review_session.js";
import { ReviewView } from "./review_view.js";

/** Called once a widget; what is kept here is shared by its views. */
export default function suggestionReview() {
  /** @type {ReviewSession} */
  let session;
  return {
    /** @param {{model: any}} widget */
    initialize({ model }) {
      session = new ReviewSession(model);
      session.open();
      return () => session.close();
    },
    /** @param {{model: any, el: HTMLElement}} widget */
    render({ model, el }) {
      const view = new ReviewView(session, el, model.get("height"));
      return () => view.close();
    },
  };
}
