// The teacher's page after the lesson.

import { guard } from "./ready.js";

guard(() => "");
