/** `log [FILE]`: prints the activity log, from `AMQP_URL` if there is one, otherwise from the file; Ctrl+C ends it. */
import { ActivityLog } from "./activity-log.ts";
import { startLog } from "./start.ts";

startLog(ActivityLog);
