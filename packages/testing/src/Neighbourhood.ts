/**
 * A small neighbourhood for your model: its buildings with some flats and residents, and stand-ins. A stand-in is an actor
 * who has one role in the whole district. `ofModel` makes lives in it, and the simulator lets people live in it.
 */
export { firstDay, holders, make, type Neighbourhood, subjectAt } from "./living/Neighbourhood.ts"
export { filled, fitting } from "./FieldValues.ts"
