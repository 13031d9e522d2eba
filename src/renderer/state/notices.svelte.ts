const KEY = 'unroll.notify';

/** Whether the system is told when long work ends, and telling it. A browser asks the person first. */
export class Notices {
  #wanted = $state(wasWanted());

  /** In the desktop app always; in a browser once the person has let it. */
  get wanted(): boolean {
    return this.#wanted && (window.unroll !== undefined || permission() === 'granted');
  }

  /** @returns whether it is so now: a browser may refuse */
  async choose(wanted: boolean): Promise<boolean> {
    if (wanted && window.unroll === undefined && permission() === 'default')
      await Notification.requestPermission();
    this.#wanted = wanted;
    localStorage.setItem(KEY, wanted ? 'yes' : 'no');
    return this.wanted;
  }

  /** Tells the system, unless somebody is looking at the window. */
  tell(title: string, body: string): void {
    if (!this.wanted || document.hasFocus()) return;
    if (window.unroll !== undefined) window.unroll.notify({ title, body });
    else new Notification(title, { body });
  }
}

function wasWanted(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'no';
  } catch {
    // Where nothing may be kept, it is as it is at first.
    return true;
  }
}

function permission(): NotificationPermission {
  return typeof Notification === 'undefined' ? 'denied' : Notification.permission;
}
