/** A child's list: what was still on its way when the list was made is counted once it has arrived. */

import { outbox } from "./child.js";

const wasWaiting = outbox.waiting().length > 0;
outbox.on("empty", () => wasWaiting && location.reload());
