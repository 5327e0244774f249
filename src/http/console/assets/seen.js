// What this browser has seen of a log and keeps: the key, the last checkpoint, the policy, the witnesses, and every
// alarm with its evidence. It stays on this device and is sent nowhere.

const NAME = "samen-log";
const SEEN = "seen";
const ALARMS = "alarms";

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(SEEN);
      asked.result.createObjectStore(ALARMS, { autoIncrement: true });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function inStore(store, mode, work) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode);
      const asked = work(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** The memory of this browser, as `examine` wants it. */
export const seen = {
  get: (name) => inStore(SEEN, "readonly", (store) => store.get(name)),
  put: (name, value) => inStore(SEEN, "readwrite", (store) => store.put(value, name)),
  /** Alarms are only ever added; the same evidence again is the same alarm. */
  alarm: async (alarm) => {
    const known = await seen.alarms();
    const isSame = ({ kind, kept, served }) => kind === alarm.kind && kept === alarm.kept && served === alarm.served;
    if (!known.some(isSame)) await inStore(ALARMS, "readwrite", (store) => store.add(alarm));
  },
  alarms: () => inStore(ALARMS, "readonly", (store) => store.getAll()),
};
