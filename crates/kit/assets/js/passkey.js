// Passkeys: the device's own lock instead of a password. The buttons are shown only where the browser can.
const able = window.PublicKeyCredential?.parseRequestOptionsFromJSON;

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
  const credential = await navigator.credentials.create({ publicKey });
  const name = navigator.userAgentData?.platform ?? navigator.platform ?? "";
  await post("/account/passkeys", { token, name, credential: credential.toJSON() });
  window.location.assign("/account");
}

async function use(to) {
  const { token, options } = await (await post("/sign-in/passkey/options")).json();
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey);
  const credential = await navigator.credentials.get({ publicKey });
  const answer = await post("/sign-in/passkey", { token, to, credential: credential.toJSON() });
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
