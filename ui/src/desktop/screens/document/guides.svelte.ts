/** Whether questions show their guidance: on demand, and then everywhere. */
export const guides = $state({ shown: false });
