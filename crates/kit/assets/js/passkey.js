// Passkeys: the device's own lock instead of a password. The buttons are shown only where the browser can.
const able = window.PublicKeyCredential?.parseRequestOptionsFromJSON;

// What a passkey that can (its PRF) gives for this salt opens the keys of whoever has it; the server has no other copy.
const SALT = new TextEncoder().encode("hearken passkey prf/1");
const prfOf = (publicKey) => ({ ...publicKey.extensions, prf: { eval: { first: SALT } } });

function output(credential) {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (!first) return undefined;
  const text = String.fromCharCode(...new Uint8Array(first));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// Some give it only when they are asked for themselves, once they are made.
async function outputOfNew(credential) {
  const prf = credential.getClientExtensionResults().prf;
  if (!prf?.enabled || prf.results?.first) return output(credential);
  const challenge = crypto.getRandomValues(new Uint8Array(32));
  const allowCredentials = [{ type: "public-key", id: credential.rawId }];
  const publicKey = { challenge, allowCredentials, userVerification: "required" };
  try {
    return output(await navigator.credentials.get({ publicKey: { ...publicKey, extensions: prfOf(publicKey) } }));
  } catch {
    // It signs in all the same; the password opens the keys.
    return undefined;
  }
}

// The credential as it is sent: what its PRF gave goes beside it.
function sent(credential) {
  const { prf, ...others } = credential.toJSON().clientExtensionResults;
  return { ...credential.toJSON(), clientExtensionResults: others };
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  if (answer.redirected && new URL(answer.url).pathname === "/prove") {
    window.location.assign("/prove?to=/account");
    return new Promise(() => {});
  }
  if (!answer.ok) throw new Error(answer.status);
  return answer;
}

async function make() {
  const { token, options } = await (await post("/account/passkeys/new")).json();
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey);
  const credential = await navigator.credentials.create({ publicKey: { ...publicKey, extensions: prfOf(publicKey) } });
  const prf = await outputOfNew(credential);
  const name = navigator.userAgentData?.platform ?? navigator.platform ?? "";
  await post("/account/passkeys", { token, name, prf, credential: sent(credential) });
  window.location.assign("/account");
}

async function use(to) {
  const { token, options } = await (await post("/sign-in/passkey/options")).json();
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey);
  const credential = await navigator.credentials.get({ publicKey: { ...publicKey, extensions: prfOf(publicKey) } });
  const prf = output(credential);
  const answer = await post("/sign-in/passkey", { token, to, prf, credential: sent(credential) });
  window.location.assign((await answer.json()).to);
}

for (const place of able ? document.querySelectorAll("[data-passkey]") : []) {
  const [button, failed] = [place.querySelector("button"), place.querySelector("[role=alert]")];
  place.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    failed.hidden = true;
    try {
      await (place.dataset.passkey === "make" ? make() : use(place.dataset.to));
    } catch {
      failed.hidden = false;
    }
    button.disabled = false;
  });
}
