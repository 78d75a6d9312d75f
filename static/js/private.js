// A private window forgets what it kept when it is closed. Browsers do not say that they are one; what differs is the room
// they give: Safari and Firefox refuse a folder, Chrome gives less than twice what a script may use of memory.

export async function mayBePrivate() {
  const { storage } = navigator;
  if (!storage?.getDirectory) return false; // an older browser cannot be asked
  try {
    await storage.getDirectory();
    const { quota } = (await storage.estimate?.()) || {};
    return quota < 2 * (performance.memory?.jsHeapSizeLimit || 0);
  } catch {
    return true;
  }
}
