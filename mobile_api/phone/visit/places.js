// Where the phone is; it may be refused, and a visit goes on without it.

const PATIENCE = 20_000; // milliseconds
const REASONS = { 1: "denied", 2: "unavailable", 3: "timeout" };

/**
 * `{position}` as it is sent, with accuracy in metres and age in seconds; or `{why}`: denied,
 * unavailable, timeout.
 */
export function whereAmI(instantOf, patience = PATIENCE) {
  return new Promise((settle) => {
    if (!navigator.geolocation) return settle({ why: "unavailable" });
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => settle({ position: told(coords, timestamp, instantOf) }),
      ({ code }) => settle({ why: REASONS[code] ?? "unavailable" }),
      { enableHighAccuracy: true, timeout: patience, maximumAge: 30_000 },
    );
  });
}

function told({ latitude, longitude, accuracy }, timestamp, instantOf) {
  const now = Date.now();
  return {
    latitude,
    longitude,
    accuracy: Math.round(accuracy),
    age: Math.max(0, Math.round((now - timestamp) / 1000)),
    at: instantOf(now),
  };
}
