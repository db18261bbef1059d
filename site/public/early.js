// Before the page is first drawn: in the frame of another page nothing of the whole page must flash up (page/embed.ts). A test compares the names with state.ts.
if (/[#&]embed=(kl|gap|win-rate|reward|trade-off|distribution)(&|$)/.test(location.hash))
  document.documentElement.dataset.embed = 'early';
