// A private window forgets what it kept when it is closed. Browsers do not say that they are one; what differs is the room
// they give: Safari and Firefox refuse a folder, Chrome gives less than twice what a script may use of memory.

export async function mayBePrivate() {
  try {
    await navigator.storage.getDirectory();
    const { quota } = await navigator.storage.estimate();
    return quota < 2 * (performance.memory?.jsHeapSizeLimit || 0);
  } catch {
    return Boolean(navigator.storage);
  }
}
