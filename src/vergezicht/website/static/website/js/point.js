// Fills in the point of an idea: where the map is tapped, or where the telephone is. Without it a tap asks the server.
const words = JSON.parse(document.documentElement.dataset.words ?? "{}");
const say = (text, ...parts) => (words[text] ?? text).replace(/{(\d)}/g, (_, number) => parts[number]);
const field = document.querySelector("#id_point");
const image = document.querySelector(".point-map input[type=image]");
const precise = document.querySelector('input[name=precision][value="punt"]');

precise?.addEventListener("change", () => { field.closest("details").open = true; });

const fill = (text) => {
  field.value = text;
  if (precise) precise.checked = true;
};

if (field && image?.dataset.scale) {
  const dot = document.createElement("span");
  dot.className = "point-map__dot";
  image.addEventListener("click", (event) => {
    if (!event.offsetX && !event.offsetY) return;
    event.preventDefault();
    const { left, top, scale } = image.dataset;
    fill(`${Math.round(+left + event.offsetX * scale)} ${Math.round(top - event.offsetY * scale)}`);
    dot.style.left = `${event.offsetX}px`;
    dot.style.top = `${event.offsetY}px`;
    image.after(dot);
  });
}

if (field && navigator.geolocation) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = say("Neem de plek waar ik nu ben");
  const said = document.createElement("p");
  said.className = "form__hint";
  said.setAttribute("role", "status");
  button.addEventListener("click", () => {
    said.textContent = say("Even zoeken…");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        fill(`${coords.latitude.toFixed(5)} ${coords.longitude.toFixed(5)}`.replaceAll(".", ","));
        said.textContent = say("Ingevuld, op ongeveer {0} meter nauwkeurig. Wij bewaren dit pas als u verstuurt.", Math.round(coords.accuracy));
      },
      () => {
        said.textContent = say("Uw telefoon geeft de plek niet. Tik op de kaart, of vul de straat in.");
      },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
  field.after(button, said);
}
