/** A child's whole sheet: the note to the child is kept by itself. */

import { besideAnswers } from "../teacher/panel.js";

besideAnswers(document);
