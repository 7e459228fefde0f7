/* The prose editor asks the page's catalogue for its dialogs' words when it is loaded, and that one
   knows only the admin's own: ours are asked before. A module would come too late. */

{
  const said = document.querySelector("[data-dialogs]")?.dataset.dialogs
  const ours = JSON.parse(said ?? "{}")
  const theirs = window.gettext ?? ((words) => words)
  window.gettext = (words) => ours[words] ?? theirs(words)
}
